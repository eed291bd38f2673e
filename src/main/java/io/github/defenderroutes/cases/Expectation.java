package io.github.defenderroutes.cases;

import io.github.defenderroutes.cases.HeldSteps.Call;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Mails.Mail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** Compares what a case expects with what a route did, left in its variables and wrote into the ledger. */
final class Expectation {
    private static final Set<String> KEYS = Set.of(
            "reaches",
            "calls",
            "decision",
            "isolation",
            "variables",
            "record",
            "approval",
            "release",
            "run",
            "claim",
            "notices",
            "waiting-mails",
            "remembered-devices",
            "stops",
            "failure");
    private static final Set<String> IN_LEDGER = Set.of("run", "claim", "notices", "waiting-mails");

    private final Map<String, Spot> parts;
    private final Difference difference = new Difference();

    Expectation(Spot spot) {
        this.parts = spot.entries("something that can be expected", KEYS);
        if (!parts.containsKey("reaches")) {
            throw spot.problem("'expect' needs 'reaches', if only reaches: []");
        }
    }

    /** Complains about a step or route that the route under test cannot reach. */
    void check(Set<String> names) {
        parts.get("reaches").list().forEach(step -> step.check(step.text(), "reached from this route", names));
        calls().forEach(call -> {
            Spot step = call.entries().get("step");
            if (step == null) {
                throw call.problem("an entry of calls needs 'step'");
            }
            step.check(step.text(), "reached from this route", names);
        });
    }

    /** Whether the ledger must have been written before comparing. */
    boolean needsLedger() {
        return parts.keySet().stream().anyMatch(IN_LEDGER::contains);
    }

    void compareSteps(List<Call> calls) {
        difference.same(
                "reaches",
                parts.get("reaches").value(),
                calls.stream().map(Call::step).toList());
        Map<String, List<Call>> byStep = new LinkedHashMap<>();
        calls.forEach(call ->
                byStep.computeIfAbsent(call.step(), step -> new ArrayList<>()).add(call));
        for (Spot wanted : calls()) {
            Map<String, Object> values = new LinkedHashMap<>();
            wanted.entries().forEach((name, value) -> values.put(name, value.value()));
            String step = String.valueOf(values.remove("step"));
            List<Call> left = byStep.getOrDefault(step, List.of());
            if (left.isEmpty()) {
                difference.same("calls, " + step, values, null);
            } else {
                difference.fields(step, values, left.remove(0).values());
            }
        }
    }

    void compareVariables(Exchange exchange) {
        for (String variable : List.of("decision", "isolation")) {
            if (parts.containsKey(variable)) {
                difference.fields(variable, parts.get(variable).value(), exchange.getVariable(variable));
            }
        }
        if (parts.containsKey("variables")) {
            parts.get("variables")
                    .entries()
                    .forEach((name, value) ->
                            difference.fields("variable " + name, value.value(), exchange.getVariable(name)));
        }
    }

    /**
     * What the caller gets back, nothing unless the case expects it; and whether error-handling ended the route, and with
     * it the routes that called it.
     */
    void compareEnd(Exchange exchange) {
        Exception failure = exchange.getException();
        difference.same(
                "failure",
                expect("failure").orElse(Difference.NONE),
                failure == null || failure.getMessage() == null ? failure : failure.getMessage());
        var end = exchange.getExchangeExtension();
        boolean stopped = end.isErrorHandlerHandledSet() && end.isErrorHandlerHandled();
        expect("stops").ifPresent(wanted -> difference.same("stops", wanted, stopped));
    }

    void compareDevices(Devices devices) {
        if (parts.containsKey("remembered-devices")) {
            parts.get("remembered-devices")
                    .list()
                    .forEach(id ->
                            difference.fields("device remembered", Map.of("id", id.text()), devices.find(id.text())));
        }
    }

    void compareLedger(Ledger ledger, String alertId, String deviceId, long now) {
        expect("record")
                .ifPresent(wanted -> difference.fields(
                        "record", wanted, ledger.isolations().open(deviceId).orElse(null)));
        expect("approval")
                .ifPresent(wanted -> difference.fields(
                        "approval",
                        wanted,
                        ledger.approvals().all(1).stream().findFirst().orElse(null)));
        expect("release")
                .ifPresent(wanted -> difference.fields(
                        "release",
                        wanted,
                        ledger.cutOffs().all(100).stream()
                                .filter(one -> one.isolation().deviceId().equals(deviceId))
                                .findFirst()
                                .map(CutOff::wish)
                                .orElse(null)));
        expect("run")
                .ifPresent(wanted -> difference.fields(
                        "run",
                        wanted,
                        ledger.runs().since(1).stream()
                                .filter(run -> run.alertId().equals(alertId))
                                .reduce((first, last) -> last)
                                .orElse(null)));
        expect("claim").ifPresent(wanted -> difference.fields("claim", wanted, claim(ledger, alertId, now)));
        expect("waiting-mails")
                .ifPresent(wanted -> difference.same(
                        "waiting-mails",
                        wanted,
                        ledger.mails().waiting(100).stream()
                                .map(mail -> waiting(mail.dueAt() - now, mail.problem()))
                                .toList()));
        expect("notices").ifPresent(wanted -> difference.same("notices", wanted, notices(ledger)));
    }

    void add(String problem) {
        difference.add(problem);
    }

    String difference() {
        return difference.text();
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

    /** The kinds of the notices that no mail has told yet. */
    private static List<String> notices(Ledger ledger) {
        List<String> kinds = new ArrayList<>();
        ledger.mails().seal("example.org");
        for (Optional<Mail> mail = ledger.mails().due();
                mail.isPresent();
                mail = ledger.mails().due()) {
            kinds.add(mail.get().kind());
            ledger.mails().sent(mail.get());
        }
        return kinds;
    }

    private List<Spot> calls() {
        return parts.containsKey("calls") ? parts.get("calls").list() : List.of();
    }

    private Optional<Object> expect(String part) {
        return Optional.ofNullable(parts.get(part))
                .map(wanted -> wanted.value() == null ? Difference.NONE : wanted.value());
    }
}
