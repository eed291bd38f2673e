package io.github.defenderroutes.cases;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.rehearsal.RehearsalClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks for an approval before a case begins, and lets people decide. */
final class GivenApproval {
    static final List<String> PARTS = List.of("state", "alerts", "age", "decided-ago", "people", "limit", "expires");
    static final List<String> STATES = List.of("waiting", "approved", "denied");

    private final Ledger ledger;
    private final RehearsalClock clock;
    private final String deviceId;

    GivenApproval(Ledger ledger, RehearsalClock clock, String deviceId) {
        this.ledger = ledger;
        this.clock = clock;
        this.deviceId = deviceId;
    }

    void write(Spot spot) {
        Map<String, Spot> parts = spot.entries("part of an approval", PARTS);
        String state = parts.containsKey("state") ? parts.get("state").text() : "waiting";
        spot.check(state, "a state of an approval", STATES);
        List<String> alerts = parts.containsKey("alerts")
                ? parts.get("alerts").list().stream().map(Spot::text).toList()
                : List.of("da1");
        Duration age = duration(parts, "age", Duration.ofMinutes(10));
        Approval approval = null;
        for (String alert : alerts) {
            clock.setBack(age);
            approval = ledger.approvals().ask(question(alert, parts), Telling.NOTHING, Telling.NOTHING);
            age = age.minusSeconds(1); // so that they joined in this order
        }
        clock.setBack(duration(parts, "decided-ago", Duration.ofMinutes(1)));
        Actor ada = Actor.command("ada");
        if (state.equals("approved")) {
            ledger.verdicts().approve(approval.id(), ada, null, Telling.NOTHING);
        } else if (state.equals("denied")) {
            ledger.verdicts().deny(approval.id(), ada, "as the case says", Telling.NOTHING);
        }
    }

    private Question question(String alert, Map<String, Spot> parts) {
        return new Question(
                deviceId,
                "ws-0042.corp.example",
                alert,
                Severity.HIGH,
                "A title",
                0,
                "a-rule",
                "A case says so",
                parts.containsKey("limit") && parts.get("limit").text().equals("true"),
                parts.containsKey("people") ? parts.get("people").number() : 1,
                "{}",
                duration(parts, "expires", Duration.ofHours(4)));
    }

    private static Duration duration(Map<String, Spot> parts, String key, Duration otherwise) {
        return parts.containsKey(key) ? parts.get(key).duration() : otherwise;
    }
}
