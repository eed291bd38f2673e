package io.github.defenderroutes.cases;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Courses.Step;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.ledger.IsolationAlerts.Decided;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.rehearsal.RehearsalClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes what became of devices before a case begins: their isolations, and what is wanted of their release. */
final class GivenIsolation {
    static final List<String> PARTS = List.of("state", "alert", "ours", "age", "action", "round");
    static final List<String> RELEASE = List.of("state", "age", "action", "after");
    static final List<String> STATES = List.of(
            "requesting",
            "sent",
            "requested",
            "under-way",
            "isolated",
            "releasing",
            "expired",
            "refused",
            "ended",
            "released");
    static final List<String> RELEASE_STATES = List.of("none", "due", "wanted", "sent", "accepted");

    private final Ledger ledger;
    private final RehearsalClock clock;
    private final String deviceId;

    /** @param deviceId the device of the case */
    GivenIsolation(Ledger ledger, RehearsalClock clock, String deviceId) {
        this.ledger = ledger;
        this.clock = clock;
        this.deviceId = deviceId;
    }

    void write(Spot spot) {
        Map<String, Spot> parts = spot.entries("part of an isolation", PARTS);
        String state = text(parts, "state", "isolated");
        spot.check(state, "a state of an isolation", STATES);
        String alert = text(parts, "alert", "da0");
        String action = text(parts, "action", null);
        clock.setBack(parts.containsKey("age") ? parts.get("age").duration() : Duration.ZERO);
        Isolations isolations = ledger.isolations();
        if (state.equals("under-way") || text(parts, "ours", "true").equals("false")) {
            isolations.attach(deviceId, alert, "Full", state, action, "pending");
            return;
        }
        isolations.request(deviceId, alert, "Full", List.of());
        int round = parts.containsKey("round") ? parts.get("round").number() : 1;
        for (int before = 1; before < round; before++) {
            isolations.send(deviceId);
            isolations.found(open(deviceId), "requested", true, "action-" + before, "timeout");
            isolations.repeat(open(deviceId), List.of());
        }
        if (state.equals("requesting")) {
            return;
        }
        isolations.send(deviceId);
        switch (state) {
            case "sent" -> {}
            case "releasing" -> {
                isolations.found(open(deviceId), "isolated", true, action, "succeeded");
                isolations.release(deviceId);
            }
            case "expired" -> {
                isolations.found(open(deviceId), "requested", true, action, "timeout");
                long now = clock.millis();
                ledger.courses().step(open(deviceId), new Step("expired", true, action, "timeout", null, now), null);
            }
            case "refused", "ended", "released" -> isolations.close(open(deviceId), state, "as the case says");
            default -> isolations.found(open(deviceId), state, true, action, "pending");
        }
    }

    /** What is wanted of the release of the device, whose isolation is given before. */
    void release(Spot spot) {
        Map<String, Spot> parts = spot.entries("part of a release", RELEASE);
        String state = text(parts, "state", "wanted");
        spot.check(state, "a state of a release", RELEASE_STATES);
        String isolation = open(deviceId).id();
        clock.setBack(parts.containsKey("age") ? parts.get("age").duration() : Duration.ZERO);
        if (parts.containsKey("after")) {
            ledger.isolationAlerts()
                    .decidedBy(
                            isolation, new Decided("a-rule", parts.get("after").duration()));
            ledger.releases().wishDue(); // from now on the time runs
        } else {
            ledger.releases().request(isolation, Actor.command("j.doe"), "it was a false alarm");
        }
        if (state.equals("due")) {
            clock.setBack(Duration.ZERO);
            ledger.releases().wishDue();
        }
        if (state.equals("sent") || state.equals("accepted")) {
            ledger.isolations().release(deviceId);
        }
        if (state.equals("accepted")) {
            ledger.releaseSteps()
                    .accepted(ledger.releases().open(isolation).orElseThrow(), text(parts, "action", "release-1"));
        }
    }

    void alertBehind(String alertId) {
        Behind behind = new Behind(alertId, Severity.HIGH, "A title", "Malware");
        ledger.isolationAlerts().add(new Attached(open(deviceId).id(), behind, "device"));
    }

    /** The record as it is now: it changes only as it was seen. */
    private Isolation open(String device) {
        return ledger.isolations().open(device).orElseThrow();
    }

    void ofAnother(int number) {
        String other = "other-device-" + number;
        ledger.isolations().request(other, "da-" + other, "Full", List.of());
        ledger.isolations().send(other);
        ledger.isolations().found(open(other), "isolated", true, "action-" + number, "succeeded");
    }

    private static String text(Map<String, Spot> parts, String key, String otherwise) {
        return parts.containsKey(key) ? parts.get(key).text() : otherwise;
    }
}
