package io.github.defenderroutes.cases;

import io.github.defenderroutes.cases.HeldSteps.Call;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.rehearsal.RouteNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** Compares what a case expects with what a route did and left in its variables. */
final class Expectation {
    static final Set<String> KEYS = Set.of(
            "reaches",
            "passes",
            "avoids",
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
            "mails",
            "waiting-mails",
            "remembered-devices",
            "stops",
            "failure");

    private final Spot spot;
    private final Map<String, Spot> parts;
    private final Difference difference = new Difference();

    Expectation(Spot spot) {
        this.spot = spot;
        this.parts = spot.entries("something that can be expected", KEYS);
        if (!parts.containsKey("reaches")) {
            throw spot.problem("'expect' needs 'reaches', if only reaches: []");
        }
    }

    /**
     * Complains about what the routes of the case cannot reach or pass.
     *
     * @param waysOut steps that leave them, and routes they call
     * @param inside ids of their steps, and they themselves
     */
    void check(Set<String> waysOut, Set<String> inside) {
        parts.get("reaches").list().forEach(step -> step.check(step.text(), "reached from this route", waysOut));
        for (Spot call : list("calls")) {
            Spot step = call.entries().get("step");
            if (step == null) {
                throw call.problem("an entry of calls needs 'step'");
            }
            step.check(step.text(), "reached from this route", waysOut);
        }
        for (String part : List.of("passes", "avoids")) {
            list(part).forEach(step -> step.check(step.text(), "a step with an id in these routes", inside));
        }
    }

    LedgerExpectation inLedger() {
        return new LedgerExpectation(parts, difference);
    }

    void compareSteps(List<Call> calls) {
        difference.compare(
                "reaches", parts.get("reaches"), calls.stream().map(Call::step).toList());
        Map<String, List<Call>> byStep = new LinkedHashMap<>();
        calls.forEach(call ->
                byStep.computeIfAbsent(call.step(), step -> new ArrayList<>()).add(call));
        for (Spot wanted : list("calls")) {
            String step = wanted.entries().get("step").text();
            List<Call> left = byStep.getOrDefault(step, List.of());
            if (left.isEmpty()) {
                difference.add(new Mismatch(
                        wanted.line(),
                        "calls",
                        "expected: a call of %s\n but was: none".formatted(step)
                                + (byStep.containsKey(step) ? " beyond those above" : "")));
            } else {
                Call call = left.remove(0);
                wanted.entries().forEach((name, value) -> {
                    if (!name.equals("step")) {
                        difference.compare(
                                step + "." + name, value, call.values().get(name));
                    }
                });
            }
        }
    }

    /** Steps inside the routes, whatever leaves them: passed at least once, in this order; or not at all. */
    void comparePassage(Collection<RouteNode> nodes) {
        List<String> passed = new ArrayList<>();
        String route = "";
        for (RouteNode node : nodes) {
            if (!node.route().equals(route)) {
                route = node.route();
                passed.add(route);
            }
            if (!node.isBranch() && !node.id().isEmpty()) {
                passed.add(node.id());
            }
        }
        int from = 0;
        for (Spot step : list("passes")) {
            int found = passed.subList(from, passed.size()).indexOf(step.text());
            if (found < 0) {
                String why =
                        passed.contains(step.text()) ? "it was passed, but not after those above" : "it was not passed";
                difference.add(new Mismatch(
                        step.line(), "passes " + step.text(), why + "\npassed were: " + Plain.shown(passed)));
            } else {
                from += found + 1;
            }
        }
        for (Spot step : list("avoids")) {
            if (passed.contains(step.text())) {
                difference.add(new Mismatch(
                        step.line(), "avoids " + step.text(), "it was passed\npassed were: " + Plain.shown(passed)));
            }
        }
    }

    void compareVariables(Exchange exchange) {
        for (String variable : List.of("decision", "isolation")) {
            find(variable).ifPresent(wanted -> difference.compare(variable, wanted, exchange.getVariable(variable)));
        }
        find("variables").ifPresent(wanted -> wanted.entries()
                .forEach((name, value) -> difference.compare("variable " + name, value, exchange.getVariable(name))));
    }

    /**
     * What the caller gets back, nothing unless the case expects it; and whether error-handling ended the route, and with
     * it the routes that called it.
     */
    void compareEnd(Exchange exchange) {
        Exception failure = exchange.getException();
        Object said = failure == null || failure.getMessage() == null ? failure : failure.getMessage();
        find("failure")
                .ifPresentOrElse(
                        wanted -> difference.compare("failure", wanted, said),
                        () -> difference.compare("failure", spot.line(), Plain.NONE, said));
        var end = exchange.getExchangeExtension();
        boolean stopped = end.isErrorHandlerHandledSet() && end.isErrorHandlerHandled();
        find("stops").ifPresent(wanted -> difference.compare("stops", wanted, stopped));
    }

    void compareDevices(Devices devices) {
        for (Spot id : list("remembered-devices")) {
            if (devices.find(id.text()) == null) {
                difference.add(new Mismatch(
                        id.line(),
                        "remembered-devices",
                        "expected: %s\n but was: not remembered".formatted(id.text())));
            }
        }
    }

    void add(String problem) {
        difference.add(problem);
    }

    List<Mismatch> mismatches() {
        return difference.mismatches();
    }

    private List<Spot> list(String part) {
        return parts.containsKey(part) ? parts.get(part).list() : List.of();
    }

    private Optional<Spot> find(String part) {
        return Optional.ofNullable(parts.get(part));
    }
}
