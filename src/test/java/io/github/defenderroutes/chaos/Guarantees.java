package io.github.defenderroutes.chaos;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that is promised, each with the histories' way to contradict it. */
final class Guarantees {
    private static final Map<String, Function<Ledger, Stream<String>>> ALL = Map.of(
            "every alert is told according to its severity", Telling::alertsNotTold,
            "nobody is told what does not concern him", Telling::needlessMails,
            "an alert and kind is one mail, and only what could not be known to have arrived is repeated",
                    Telling::doubles,
            "a device is isolated once", Isolating::secondIsolations,
            "nothing is isolated without a reason, or against one", Isolating::isolationsWithoutReason,
            "a mail says what is true", Truth::untrueMails,
            "never outside the quota", Quota::callsBeyond,
            "no secret leaves", Leaks::secrets,
            "no bug of ours shows in the log", Leaks::bugs);

    private Guarantees() {}

    /** How each was broken; empty if none was. */
    static List<String> broken(Ledger ledger) {
        return ALL.entrySet().stream()
                .flatMap(guarantee ->
                        guarantee.getValue().apply(ledger).map(how -> "NOT SO: " + guarantee.getKey() + ": " + how))
                .sorted()
                .toList();
    }
}
