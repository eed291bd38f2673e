package io.github.defenderroutes.cases;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.guardrails.GuardrailsException;
import io.github.defenderroutes.hunting.HuntThreats;
import io.github.defenderroutes.ledger.Claim;
import io.github.defenderroutes.ledger.FinishedRun;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.rehearsal.RehearsalClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes what has happened before a case begins: into the ledger, and into the memory of devices. */
final class Given {
    static final List<String> KEYS = List.of(
            "isolation",
            "isolated-devices",
            "approval",
            "claim",
            "devices",
            "notices",
            "comment",
            "last-poll",
            "hunts",
            "release",
            "alerts-behind",
            "guardrails");
    static final List<String> CLAIM = List.of("state", "alert", "severity", "attempts", "delays", "due-in");
    static final List<String> COMMENT = List.of("alert", "text", "doubtful", "age");
    static final Map<String, Outcome> CLAIM_STATES =
            Map.of("done", Outcome.DONE, "due", Outcome.DELAYED, "parked", Outcome.PARKED);

    private final DefenderRoutes app;
    private final Ledger ledger;
    private final RehearsalClock clock;
    private final String deviceId;

    /** @param deviceId the device of the case */
    Given(DefenderRoutes app, RehearsalClock clock, String deviceId) {
        this.app = app;
        this.ledger = app.ledger();
        this.clock = clock;
        this.deviceId = deviceId;
    }

    void write(Spot given) throws InterruptedException {
        GivenIsolation isolation = new GivenIsolation(ledger, clock, deviceId);
        for (Map.Entry<String, Spot> part :
                given.entries("something that can be given", KEYS).entrySet()) {
            Spot spot = part.getValue();
            switch (part.getKey()) {
                case "isolation" -> isolation.write(spot);
                case "release" -> isolation.release(spot);
                case "alerts-behind" -> spot.list().forEach(alert -> isolation.alertBehind(alert.text()));
                case "isolated-devices" -> IntStream.range(0, spot.number()).forEach(isolation::ofAnother);
                case "approval" -> new GivenApproval(ledger, clock, deviceId).write(spot);
                case "claim" -> claims(spot);
                case "comment" -> comment(spot);
                case "devices" -> remember(spot);
                case "last-poll" -> lastPoll(spot);
                case "hunts" -> hunts(spot);
                case "guardrails" -> guardrails(spot);
                default -> notices(spot);
            }
        }
        clock.setBack(Duration.ZERO);
    }

    private void claims(Spot spot) throws InterruptedException {
        for (Spot one : spot.isList() ? spot.list() : List.of(spot)) {
            claim(one);
        }
    }

    private void claim(Spot spot) throws InterruptedException {
        Map<String, Spot> parts = spot.entries("part of a claim", CLAIM);
        String state = text(parts, "state", "done");
        spot.check(state, "a state of a claim", CLAIM_STATES.keySet());
        String alertId = text(parts, "alert", "da1");
        Severity severity = Severity.of(text(parts, "severity", "High"));
        int attempts = parts.containsKey("attempts") ? parts.get("attempts").number() : 0;
        int delays = parts.containsKey("delays") ? parts.get("delays").number() : 0;
        ledger.claims().take(List.of(Map.of("id", alertId, "severity", severity.toString())), Long.MIN_VALUE, null);
        Claim mine = ledger.claims().begin(alertId).orElseThrow();
        Outcome outcome = CLAIM_STATES.get(state);
        int before = outcome == Outcome.DELAYED ? Math.max(delays - 1, 0) : delays;
        long dueAt = clock.instant()
                .plus(parts.containsKey("due-in") ? parts.get("due-in").duration() : Duration.ofSeconds(-1))
                .toEpochMilli();
        ledger.finish(new FinishedRun(
                new Claim(alertId, mine.take(), Claim.ALERT, severity, attempts, before),
                outcome,
                true,
                severity,
                "as the case says",
                null,
                null,
                null,
                List.of(),
                dueAt,
                0, // long ago, so that it is not taken for the run of the case
                0));
        ledger.flush(10_000);
    }

    /** A comment that waits to be written on its alert, or was sent without our learning what came of it. */
    private void comment(Spot spot) throws InterruptedException {
        Map<String, Spot> parts = spot.entries("part of a comment", COMMENT);
        String alertId = text(parts, "alert", "da1");
        clock.setBack(parts.containsKey("age") ? parts.get("age").duration() : Duration.ZERO);
        ledger.claims().take(List.of(Map.of("id", alertId, "severity", "High")), Long.MIN_VALUE, null);
        Notice notice = new Notice("alert", alertId, "", Severity.HIGH, deviceId, null, "{}");
        ledger.finish(new FinishedRun(
                ledger.claims().begin(alertId).orElseThrow(),
                Outcome.DONE,
                true,
                Severity.HIGH,
                "as the case says",
                null,
                null,
                null,
                List.of(notice.withComment(text(parts, "text", "isolation requested"))),
                0,
                0,
                clock.millis()));
        ledger.flush(10_000);
        if (text(parts, "doubtful", "false").equals("true")) {
            ledger.comments().due().ifPresent(sent -> ledger.comments().sending(sent, Duration.ZERO));
        }
    }

    private void remember(Spot spot) {
        Devices devices = app.camel().getRegistry().lookupByNameAndType("devices", Devices.class);
        spot.list().forEach(device -> devices.keep(Examples.device(device)));
    }

    private void lastPoll(Spot spot) {
        GoodPolls polls = app.camel().getRegistry().lookupByNameAndType("goodPolls", GoodPolls.class);
        polls.noteAt(clock.instant().minus(spot.duration()));
    }

    /** A query that is first seen gets its first time, which has come by now. */
    private void hunts(Spot spot) {
        clock.setBack(spot.duration());
        app.camel()
                .getRegistry()
                .lookupByNameAndType("huntThreats", HuntThreats.class)
                .due();
    }

    /** Rules in the place of those in the config folder. */
    private void guardrails(Spot spot) {
        try {
            app.desk().guardrails().use(spot.text());
        } catch (GuardrailsException e) {
            throw spot.problem("the rules cannot be used: " + e.getMessage());
        }
    }

    /** Alerts whose run has ended with a notice. */
    private void notices(Spot spot) throws InterruptedException {
        for (Spot alert : spot.list()) {
            InHand inHand = InHand.take(app, Examples.alert(alert));
            inHand.notice();
            inHand.end();
        }
        ledger.flush(10_000);
    }

    /** The device of the case: the one it names, or the alert's. */
    static String deviceId(Map<String, Object> variables, Object body) {
        @SuppressWarnings("unchecked") // a device is an object
        Map<String, Object> device =
                variables.get("device") instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
        @SuppressWarnings("unchecked") // an alert is an object
        Map<String, Object> alert = body instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
        return Alerts.id(device).or(() -> Alerts.text(alert, "machineId")).orElse("no-device");
    }

    private static String text(Map<String, Spot> parts, String key, String otherwise) {
        return parts.containsKey(key) ? parts.get(key).text() : otherwise;
    }
}
