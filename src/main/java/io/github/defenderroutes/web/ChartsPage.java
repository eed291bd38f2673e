package io.github.defenderroutes.web;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.history.Day;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.web.Chart.Series;
import io.github.defenderroutes.web.Reply.Shown;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A few charts over days. */
final class ChartsPage {
    private static final List<Integer> SPANS = List.of(7, 30, 90);
    private static final int USUAL = 30;

    private static final List<String> OPEN = List.of("requesting", "sent", "requested", "under-way", "releasing");
    private static final List<String> NOTHING_CAME = List.of("refused", "ended", "expired", "repeated");

    private final History history;

    ChartsPage(History history) {
        this.history = history;
    }

    Reply show(Visit visit) {
        int span = visit.chosen("days", SPANS, USUAL);
        List<Day> days = history.days(span);
        List<String> names = days.stream().map(day -> day.day().toString()).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("span", span);
        model.put("spans", SPANS);
        model.put("days", days);
        model.put(
                "alerts",
                Chart.stacked(
                        names,
                        List.of(
                                severity("High", Severity.HIGH, "high", days),
                                severity("Medium", Severity.MEDIUM, "medium", days),
                                severity("Low", Severity.LOW, "low", days),
                                severity("Informational", Severity.INFORMATIONAL, "informational", days))));
        model.put(
                "isolations",
                Chart.stacked(
                        names,
                        List.of(
                                states("isolated", "good", List.of("isolated"), days),
                                states("released", "accent", List.of("released"), days),
                                states("on its way", "medium", OPEN, days),
                                states("did not happen", "high", NOTHING_CAME, days))));
        model.put(
                "reactions",
                Chart.lines(
                        names,
                        List.of(
                                time("visible to accepted", "accent", Day::toAccepted, days),
                                time("visible to verified", "good", Day::toVerified, days))));
        return new Shown("charts", model);
    }

    private static Series severity(String name, Severity severity, String tone, List<Day> days) {
        return Series.of(name, tone, days, day -> (double) day.alerts().getOrDefault(severity, 0));
    }

    private static Series states(String name, String tone, List<String> states, List<Day> days) {
        return Series.of(name, tone, days, day -> states.stream()
                .mapToDouble(state -> day.isolations().getOrDefault(state, 0))
                .sum());
    }

    private static Series time(String name, String tone, Function<Day, Optional<Duration>> of, List<Day> days) {
        return Series.of(name, tone, days, day -> of.apply(day)
                .map(time -> time.toMillis() / 1000.0)
                .orElse(null));
    }
}
