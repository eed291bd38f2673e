package io.github.defenderroutes.cases;

import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Ledger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Compares what a case expects with what was written into the ledger, and with the mails that come of it. */
final class LedgerExpectation {
    private static final Set<String> WRITTEN_LATER = Set.of("run", "claim", "notices", "mails", "waiting-mails");

    private final Map<String, Spot> parts;
    private final Difference difference;

    LedgerExpectation(Map<String, Spot> parts, Difference difference) {
        this.parts = parts;
        this.difference = difference;
        if (parts.containsKey("notices") && parts.containsKey("mails")) {
            throw parts.get("notices")
                    .problem("'mails' tells what 'notices' tells. To fix: keep one, with kind: ... in each of mails");
        }
    }

    /** Whether the ledger must have been written before comparing. */
    boolean needsWriting() {
        return parts.keySet().stream().anyMatch(WRITTEN_LATER::contains);
    }

    void compare(Ledger ledger, Outbox outbox, String alertId, String deviceId, long now) {
        compare("record", () -> ledger.isolations().open(deviceId).orElse(null));
        compare("approval", () -> ledger.approvals().all(1).stream().findFirst().orElse(null));
        compare("release", () -> ledger.cutOffs().all(100).stream()
                .filter(one -> one.isolation().deviceId().equals(deviceId))
                .findFirst()
                .map(CutOff::wish)
                .orElse(null));
        compare("run", () -> ledger.runs().since(1).stream()
                .filter(run -> run.alertId().equals(alertId))
                .reduce((first, last) -> last)
                .orElse(null));
        compare("claim", () -> claim(ledger, alertId, now));
        compare("waiting-mails", () -> ledger.mails().waiting(100).stream()
                .map(mail -> waiting(mail.dueAt() - now, mail.problem()))
                .toList());
        compare("notices", outbox::kinds);
        if (parts.containsKey("mails")) {
            parts.get("mails").list().forEach(mail -> mail.entries("part of a mail", Outbox.FIELDS));
            compare("mails", outbox::mails);
        }
    }

    private void compare(String part, Supplier<Object> actual) {
        Optional.ofNullable(parts.get(part)).ifPresent(wanted -> difference.compare(part, wanted, actual.get()));
    }

    private static Map<String, Object> claim(Ledger ledger, String alertId, long now) {
        Optional<String> state = ledger.claims().state(alertId);
        if (state.isEmpty()) {
            return null;
        }
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("state", state.get());
        ledger.claims().waiting(100).stream()
                .filter(due -> due.alertId().equals(alertId))
                .forEach(due -> claim.putAll(waiting(due.dueAt() - now, due.reason())));
        return claim;
    }

    private static Map<String, Object> waiting(long millis, String why) {
        Map<String, Object> waiting = new LinkedHashMap<>();
        waiting.put("due-in", words(Duration.ofMillis(millis)));
        waiting.put("problem", why);
        return waiting;
    }

    /** As settings are written: 15s, 10m. */
    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
