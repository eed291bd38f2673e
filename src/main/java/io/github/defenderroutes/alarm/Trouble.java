package io.github.defenderroutes.alarm;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One kind of trouble of ours that is worth an alarm when it lasts.
 *
 * @param kind one word for machines, such as {@code database-lost}
 * @param happens what is so while it lasts, as a sentence without its end: "Our database cannot be used"
 * @param meaning what that means for alerts, in full sentences
 * @param remedy what a person can do, in full sentences
 * @param symptom what shows it; empty while all is well. Must neither fail nor wait.
 * @param aftermath what came of it since the given time: a paragraph for when it is over. Must not fail.
 */
record Trouble(
        String kind,
        String happens,
        String meaning,
        String remedy,
        Supplier<Optional<Symptom>> symptom,
        Function<Instant, Optional<String>> aftermath) {

    /** One of which nothing is to be told when it is over but that. */
    Trouble(String kind, String happens, String meaning, String remedy, Supplier<Optional<Symptom>> symptom) {
        this(kind, happens, meaning, remedy, symptom, since -> Optional.empty());
    }

    /**
     * @param since since when
     * @param reason what was said last about it, or {@code null}
     */
    record Symptom(Instant since, String reason) {}
}
