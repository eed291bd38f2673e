package io.github.defenderroutes.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.history.RunDetails;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.web.Reply.Download;
import io.github.defenderroutes.web.Reply.Missing;
import io.github.defenderroutes.web.Reply.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was done for each alert: the list, one run, and the alert as it was. */
final class RunsPages {
    private static final int SHOWN = 50;
    private static final List<String> OUTCOMES = List.of(
            "requested",
            "isolated",
            "under-way",
            "refused",
            "stopped",
            "capped",
            "isolate",
            "approve",
            "dry-run",
            "never",
            "delayed",
            "failed",
            "parked");
    private static final Map<String, Duration> SPANS = spans();
    private static final String USUAL_SPAN = "7d";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final History history;
    private final Clock clock;

    RunsPages(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    private static Map<String, Duration> spans() {
        Map<String, Duration> spans = new LinkedHashMap<>();
        spans.put("1d", Duration.ofDays(1));
        spans.put("7d", Duration.ofDays(7));
        spans.put("30d", Duration.ofDays(30));
        spans.put("all", null);
        return spans;
    }

    Reply list(Visit visit) {
        String span = visit.asked("since").filter(SPANS::containsKey).orElse(USUAL_SPAN);
        Optional<String> severity =
                visit.asked("severity").filter(word -> severities().contains(word));
        Optional<String> outcome = visit.asked("outcome").filter(OUTCOMES::contains);
        Optional<String> text = visit.asked("text");
        RunFilter filter = new RunFilter(
                SPANS.get(span) == null ? null : Instant.now(clock).minus(SPANS.get(span)),
                severity.map(Severity::of).orElse(null),
                outcome.orElse(null),
                null,
                null,
                text.orElse(null));
        History.Page page = history.page(filter, visit.asked("after").orElse(null), SHOWN);
        Map<String, Object> model = new HashMap<>();
        model.put("runs", page.runs());
        model.put("next", page.next().orElse(null));
        model.put("later", visit.asked("after").isPresent());
        model.put("since", span);
        model.put("severity", severity.orElse(""));
        model.put("outcome", outcome.orElse(""));
        model.put("text", text.orElse(""));
        model.put("severities", severities());
        model.put("outcomes", OUTCOMES);
        return new Shown("runs", model);
    }

    private static List<String> severities() {
        return List.of("High", "Medium", "Low", "Informational", "UnSpecified");
    }

    Reply show(Visit visit) {
        Optional<RunDetails> found = history.get(visit.path("id"));
        if (found.isEmpty()) {
            return missing();
        }
        RunDetails details = found.get();
        Map<String, Object> model = new HashMap<>();
        model.put("run", details.run());
        model.put("take", details.take());
        model.put("decision", details.decision().orElse(null));
        model.put("others", details.others());
        model.put("steps", Timeline.of(details));
        model.put("mails", details.mails());
        model.put("loaded", details.loaded().orElse(null));
        model.put("alert", details.alert().map(RunsPages::indented).orElse(null));
        return new Shown("run", model);
    }

    Reply alert(Visit visit) {
        return history.get(visit.path("id"))
                .flatMap(RunDetails::alert)
                .<Reply>map(json -> new Download("alert.json", "application/json", indented(json)))
                .orElseGet(RunsPages::missing);
    }

    private static Reply missing() {
        return new Missing("There is no such run, or it is forgotten by now: history.keep.");
    }

    private static String indented(String json) {
        try {
            return JSON.readTree(json).toPrettyString();
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
