package io.github.defenderroutes.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who is told of which alert, and how often. */
final class Telling {
    /** The severities that are mailed, from the lowest; one that nobody knows is mailed too. */
    private static final List<String> MAILED = List.of("Medium", "High");

    private Telling() {}

    /** An alert that ended High was told as High, one that ended Medium at least as Medium. */
    static Stream<String> alertsNotTold(Ledger ledger) {
        return ledger.world().alerts().stream()
                .filter(alert -> !alert.beforeOurTime
                        && !alert.visibleFrom.isAfter(ledger.world().now()))
                .filter(alert -> !toldAtLeast(ledger, alert, alert.now().severity()))
                .map(alert -> "nobody was told " + alert);
    }

    private static boolean toldAtLeast(Ledger ledger, KnownAlert alert, String severity) {
        List<String> enough = severity.equals("Critical")
                ? List.of(severity)
                : MAILED.contains(severity) ? MAILED.subList(MAILED.indexOf(severity), MAILED.size()) : List.of();
        return enough.isEmpty()
                || ledger.told().stream()
                        .anyMatch(mail -> mail.isAboutAnAlert()
                                && mail.alertIds().contains(alert.id)
                                && (enough.contains(mail.severity())
                                        || mail.alertIds().size() > 1));
    }

    static Stream<String> needlessMails(Ledger ledger) {
        return ledger.told().stream().filter(Told::isAboutAnAlert).flatMap(mail -> mail.alertIds().stream()
                .map(ledger.world()::alert)
                .filter(alert -> alert.beforeOurTime
                        || !alert.was(
                                state -> MAILED.contains(state.severity())
                                        || state.severity().equals("Critical"),
                                mail.at().plusSeconds(1)))
                .map(alert -> mail + " is about " + alert));
    }

    static Stream<String> doubles(Ledger ledger) {
        Map<String, Set<String>> idsOf = new TreeMap<>();
        Set<String> distinct = new HashSet<>();
        for (Told mail : ledger.told()) {
            distinct.add(mail.messageId());
            mail.alertIds().forEach(alert -> idsOf.computeIfAbsent(
                            mail.kind() + " " + mail.severity() + " " + alert, key -> new HashSet<>())
                    .add(mail.messageId()));
        }
        List<String> doubles = new ArrayList<>();
        idsOf.forEach((what, ids) -> {
            if (ids.size() > 1 && (what.startsWith("alert ") || what.startsWith("raised "))) {
                doubles.add(what + " was told as " + ids);
            }
        });
        int repeats = ledger.told().size() - distinct.size();
        if (repeats > ledger.mostRepeats()) {
            doubles.add("%d mails came again, and only %d had a reason to".formatted(repeats, ledger.mostRepeats()));
        }
        return doubles.stream();
    }
}
