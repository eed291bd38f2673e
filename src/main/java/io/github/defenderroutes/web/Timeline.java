package io.github.defenderroutes.web;

import io.github.defenderroutes.history.RunDetails;
import java.util.ArrayList;
import java.util.List;

/** The steps of a run as a picture shows them: when each began and how long it took, in hundredths of the whole. */
final class Timeline {
    private static final double NARROWEST = 0.6;

    private Timeline() {}

    /**
     * One step. Public for the templates.
     *
     * @param at milliseconds since the run's beginning
     * @param ms how many it took, or {@code null}
     * @param from where its bar begins, from 0 to 100
     * @param width how wide its bar is
     * @param calls the requests it made, as words
     */
    public record Bar(
            String step,
            long at,
            Long ms,
            boolean failed,
            String problem,
            double from,
            double width,
            List<String> calls) {}

    static List<Bar> of(RunDetails details) {
        long whole = Math.max(1, whole(details));
        List<Bar> bars = new ArrayList<>();
        for (RunDetails.Step step : details.steps()) {
            double from = Math.min(100 - NARROWEST, 100.0 * step.at() / whole);
            double width = 100.0 * (step.ms() == null ? whole - step.at() : step.ms()) / whole;
            bars.add(new Bar(
                    step.step(),
                    step.at(),
                    step.ms(),
                    step.failed(),
                    step.problem(),
                    rounded(from),
                    rounded(Math.max(NARROWEST, Math.min(width, 100 - from))),
                    calls(details, step.step())));
        }
        return bars;
    }

    private static long whole(RunDetails details) {
        long taken = details.run().finishedAt() - details.run().startedAt();
        return details.steps().stream()
                .mapToLong(step -> step.at() + (step.ms() == null ? 0 : step.ms()))
                .reduce(taken, Math::max);
    }

    private static List<String> calls(RunDetails details, String step) {
        return details.calls().stream()
                .filter(call -> step.equals(call.step()))
                .map(call -> call.count() == 1 ? call.operation() : call.operation() + " × " + call.count())
                .toList();
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
