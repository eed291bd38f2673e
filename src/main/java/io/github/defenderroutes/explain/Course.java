package io.github.defenderroutes.explain;

import io.github.defenderroutes.explain.Entry.Kind;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.rehearsal.Leaving;
import io.github.defenderroutes.rehearsal.Leaving.Act;
import io.github.defenderroutes.rehearsal.Leaving.Elsewhere;
import io.github.defenderroutes.rehearsal.Leaving.Letter;
import io.github.defenderroutes.rehearsal.Leaving.Question;
import io.github.defenderroutes.rehearsal.Rehearsal;
import io.github.defenderroutes.rehearsal.RouteNode;
import io.github.defenderroutes.rehearsal.RouteNode.Branch;
import io.github.defenderroutes.settings.Harmless;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** Turns what a rehearsal tells of one alert into entries for people. */
final class Course implements Rehearsal.Listener {
    /** Variables that routes pass on among themselves, or that are told in another way. */
    private static final Set<String> INTERNAL = Set.of(
            "severity", "facts", "quota", "ahead", "readAt", "lookedAt", "agedFrom", "storm", "mail", "walk", "since");

    /** What is told by the branches and steps in it. */
    private static final Set<String> OUTER = Set.of("choice", "filter", "idempotentConsumer", "doTry", "step");

    private final Harmless harmless;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private Map<String, Object> seen = new LinkedHashMap<>();
    private Values values;
    private Rules rules;
    private RouteNode last;

    /** @param harmless takes our secrets out of what is told */
    Course(Harmless harmless) {
        this.harmless = harmless;
    }

    void begin(Rehearsal rehearsal, Rules place) {
        values = new Values(rehearsal.camel());
        rules = place;
        entries.clear();
        letters.clear();
        seen = new LinkedHashMap<>();
        last = null;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    List<Letter> letters() {
        return List.copyOf(letters);
    }

    @Override
    public synchronized void passes(RouteNode node, Exchange exchange) {
        if (values == null) {
            return;
        }
        changes(exchange);
        if (node.branch() == Branch.NONE) {
            step(node);
        } else {
            branch(node, exchange);
        }
        last = node;
    }

    private void step(RouteNode node) {
        if (!OUTER.contains(node.kind())) {
            String label = node.label()
                    .replaceFirst("^" + node.kind() + "\\[(.*)]$", "$1")
                    .replaceFirst("(?s)[?](?!method=).*", ""); // what it is called with is told elsewhere
            add(Kind.STEP, node, (node.kind() + " " + Values.plain(label)).strip(), Map.of());
        }
    }

    private void branch(RouteNode node, Exchange exchange) {
        boolean taken = node.branch() == Branch.WRITTEN;
        Kind kind = taken ? Kind.TAKEN : Kind.SKIPPED;
        switch (node.kind()) {
            case "idempotentConsumer" ->
                add(kind, node, taken ? "new: takes it" : "taken before: does not take it again", Map.of());
            case "doCatch", "onException" -> caught(node, taken, exchange);
            case "otherwise" -> condition(kind, node, "otherwise: not ", String.join(" | ", node.against()), exchange);
            case "choice" -> condition(kind, node, "", String.join(" | ", node.against()), exchange);
            default -> condition(kind, node, "", node.label().replaceFirst("^not: ", ""), exchange);
        }
    }

    private void condition(Kind kind, RouteNode node, String before, String expression, Exchange exchange) {
        String resolved = values.resolved(expression);
        add(kind, node, before + Values.plain(resolved), values.in(resolved, exchange));
    }

    private void caught(RouteNode node, boolean taken, Exchange exchange) {
        if (!taken) {
            return;
        }
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String said = failure == null ? "" : ": " + failure.getMessage();
        String name = failure == null ? node.label() : failure.getClass().getSimpleName();
        add(Kind.CAUGHT, node, "caught %s%s".formatted(name, said), Map.of());
    }

    @Override
    public synchronized void leaves(Leaving leaving, Exchange exchange) {
        if (leaving instanceof Letter letter) {
            letters.add(letter);
            return;
        }
        if (exchange != null) {
            changes(exchange);
        }
        if (leaving instanceof Question question) {
            at(Kind.ASKED, named() + question.request() + "  <- " + question.answeredBy(), Map.of());
        } else if (leaving instanceof Act act) {
            at(Kind.HELD, named() + act.request() + (act.body().isEmpty() ? "" : " " + act.body()), Map.of());
        } else if (leaving instanceof Elsewhere other) {
            at(Kind.HELD, named() + other.uri(), Map.of());
        }
    }

    private String named() {
        return last == null || last.id().isEmpty() ? "" : last.id() + ": ";
    }

    /** The end of the alert's way: what the last step has set. */
    synchronized void end(Exchange exchange) {
        changes(exchange);
    }

    /** What the step before has set. */
    private void changes(Exchange exchange) {
        Map<String, Object> now = exchange.getVariables();
        now.forEach((name, value) -> {
            if (seen.get(name) != value) {
                seen.put(name, value);
                changed(name, value);
            }
        });
        seen.keySet().removeIf(name -> !now.containsKey(name));
    }

    private void changed(String name, Object value) {
        if (value instanceof Decision decision) {
            rules.rule(decision).ifPresent(entries::add);
            at(
                    Kind.DECIDED,
                    decision.outcome() + " (" + decision.rule() + "): " + decision.because(),
                    rules.values(decision));
        } else if (value instanceof Isolation isolation) {
            if (!Set.of("new", "requesting").contains(isolation.state())) {
                at(
                        Kind.OUTCOME,
                        "isolation " + isolation.state()
                                + (isolation.problem() == null ? "" : ": " + isolation.problem()),
                        Map.of());
            }
        } else if (value instanceof Approval approval) {
            at(
                    Kind.OUTCOME,
                    "asks %s to decide: %s"
                            .formatted(
                                    approval.people() > 1 ? approval.people() + " people" : "a person",
                                    approval.reason() == null ? approval.state() : approval.reason()),
                    Map.of());
        } else if (!INTERNAL.contains(name) && isSimple(value)) {
            at(Kind.SET, name + " = " + value, Map.of());
        }
    }

    private static boolean isSimple(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private void at(Kind kind, String text, Map<String, String> with) {
        add(kind, last, text, with);
    }

    private void add(Kind kind, RouteNode node, String text, Map<String, String> with) {
        Map<String, String> shown = new LinkedHashMap<>();
        with.forEach((name, value) -> shown.put(name, harmless.text(value)));
        entries.add(new Entry(
                kind, node == null ? "" : node.place(), node == null ? "" : node.route(), harmless.text(text), shown));
    }
}
