package io.github.defenderroutes.history;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Figures;
import io.github.defenderroutes.ledger.Figures.Reaction;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * One day in figures.
 *
 * @param alerts how many alerts were handled to the end or parked, by severity
 * @param results how many runs ended so: requested, refused, dry-run, never, parked, delayed and the like
 * @param isolations how many isolations were decided, by the state they are in now
 * @param toAccepted the usual time (median) from when a poll first showed us an alert until Defender accepted the isolation
 *     it caused; empty if there was none
 * @param toVerified the same until Defender reported that the device is isolated
 */
public record Day(
        LocalDate day,
        Map<Severity, Integer> alerts,
        Map<String, Integer> results,
        Map<String, Integer> isolations,
        Optional<Duration> toAccepted,
        Optional<Duration> toVerified) {
    private static final Set<String> ENDS = Set.of("done", "parked");

    static Day of(LocalDate day, List<Figures.Runs> runs, List<Figures.Isolated> isolated, List<Reaction> reactions) {
        Map<Severity, Integer> alerts = new EnumMap<>(Severity.class);
        Map<String, Integer> results = new TreeMap<>();
        for (Figures.Runs alike : runs) {
            if (ENDS.contains(alike.outcome())) {
                alerts.merge(alike.severity(), alike.count(), Integer::sum);
            }
            results.merge(result(alike), alike.count(), Integer::sum);
        }
        Map<String, Integer> isolations = new TreeMap<>();
        isolated.forEach(one -> isolations.merge(one.state(), 1, Integer::sum));
        List<Reaction> known =
                reactions.stream().filter(one -> one.visibleAt().isPresent()).toList();
        return new Day(
                day,
                alerts,
                results,
                isolations,
                median(known.stream()
                        .mapToLong(one -> one.acceptedAt() - one.visibleAt().getAsLong())),
                median(known.stream()
                        .filter(one -> one.verifiedAt().isPresent())
                        .mapToLong(one ->
                                one.verifiedAt().getAsLong() - one.visibleAt().getAsLong())));
    }

    private static String result(Figures.Runs alike) {
        if (!alike.outcome().equals("done")) {
            return alike.outcome();
        }
        return alike.isolation() != null
                ? alike.isolation()
                : alike.decided() != null ? alike.decided() : alike.outcome();
    }

    private static Optional<Duration> median(LongStream millis) {
        long[] sorted = millis.filter(time -> time >= 0).sorted().toArray();
        return sorted.length == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(sorted[(sorted.length - 1) / 2]));
    }
}
