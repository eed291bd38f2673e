package io.github.defenderroutes.replay;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.explain.Rules;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.recorded.KnownDevices;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.RecordedAnswers;
import io.github.defenderroutes.rehearsal.Leaving;
import io.github.defenderroutes.rehearsal.Rehearsal;
import io.github.defenderroutes.rehearsal.RouteNode;
import io.github.defenderroutes.rehearsal.RouteNode.Branch;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** Plays alerts through one set of routes; each by itself, as if no other had been. Not safe for threads. */
final class Player implements AutoCloseable {
    private static final String TELLS = "notify-soc";

    private final RecordedAnswers answers;
    private final Rules rules;
    private final Marks marks = new Marks();
    private final Rehearsal rehearsal;

    /** @throws StartException if the routes cannot be loaded */
    Player(Settings settings, Path routes, KnownDevices known) {
        this.answers = new RecordedAnswers(known);
        this.rules = new Rules(settings.configFolder().resolve(settings.text("guardrails.file")));
        this.rehearsal = Rehearsal.offline(settings, routes, answers, marks);
    }

    private record Played(RecordedAlert alert, Exchange end, String decidedAt, String toldAt) {}

    /** @param alerts each id once; not more than a page of runs */
    List<Verdict> play(List<RecordedAlert> alerts) {
        List<Played> played = new ArrayList<>();
        for (RecordedAlert alert : alerts) {
            answers.inHand(alert);
            marks.clear();
            Exchange end = rehearsal.play(alert.alert(), alert.at());
            played.add(new Played(alert, end, marks.decidedAt, marks.toldAt));
            if (end.getVariable("isolation") != null || end.getVariable("approval") != null) {
                rehearsal.forgetDevices();
            } else {
                rehearsal.forgetReadings();
            }
        }
        Map<String, Summary> runs = rehearsal.results();
        Set<String> told = rehearsal.told(runs.keySet());
        rehearsal.forget();
        return played.stream().map(one -> verdict(one, runs, told)).toList();
    }

    private Verdict verdict(Played one, Map<String, Summary> runs, Set<String> told) {
        Summary run = runs.get(one.alert().id());
        Decision decision = one.end().getVariable("decision", Decision.class);
        return new Verdict(
                run == null ? "not taken" : run.result(),
                decision == null ? null : decision.rule(),
                decision == null ? "" : rules.place(decision).orElse(one.decidedAt()),
                decision == null ? run == null ? null : run.detail() : decision.because(),
                told.contains(one.alert().id()),
                one.toldAt(),
                one.end().getVariable("device") != null);
    }

    @Override
    public void close() {
        rehearsal.close();
    }

    /** Where the branches were that an alert's fate hung on. */
    private static final class Marks implements Rehearsal.Listener {
        private String decidedAt = "";
        private String toldAt = "";
        private String branch = "";

        void clear() {
            decidedAt = "";
            toldAt = "";
            branch = "";
        }

        @Override
        public void passes(RouteNode node, Exchange exchange) {
            if (decidedAt.isEmpty() && exchange.getVariable("decision") != null) {
                decidedAt = branch;
            }
            if (node.branch() != Branch.NONE) {
                branch = node.branch() == Branch.WRITTEN || branch.isEmpty() ? node.place() : branch;
                toldAt = node.route().equals(TELLS) ? node.place() : toldAt;
            }
        }

        @Override
        public void leaves(Leaving leaving, Exchange exchange) {} // only what is decided counts
    }
}
