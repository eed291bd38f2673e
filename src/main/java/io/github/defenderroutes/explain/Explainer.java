package io.github.defenderroutes.explain;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.recorded.KnownDevices;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.RecordedAnswers;
import io.github.defenderroutes.rehearsal.Rehearsal;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Plays alerts through a set of routes, one by one, and tells why each is decided as it is. Nothing comes of it. */
public final class Explainer implements AutoCloseable {
    private final Settings settings;
    private final RecordedAnswers answers;
    private final Course course;
    private final Rehearsal rehearsal;
    private final Rules rules;

    private Explainer(Settings settings, Path routes, RecordedAnswers answers, Permits permits) {
        this.settings = settings;
        this.answers = answers;
        this.course = new Course(settings.harmless());
        this.rules = new Rules(settings.configFolder().resolve(settings.text("guardrails.file")));
        this.rehearsal = answers != null
                ? Rehearsal.offline(settings, routes, answers, course)
                : Rehearsal.live(settings, routes, permits, course);
    }

    /**
     * Explains recorded alerts, and asks nobody.
     *
     * @throws StartException if the routes cannot be loaded
     */
    public static Explainer offline(Settings settings, Path routes, KnownDevices known) {
        return new Explainer(settings, routes, new RecordedAnswers(known), null);
    }

    /**
     * Explains alerts of the tenant, and only reads it.
     *
     * @param permits who permits calls, and counts them
     * @throws StartException if the routes cannot be loaded
     */
    public static Explainer live(Settings settings, Path routes, Permits permits) {
        return new Explainer(settings, routes, null, permits);
    }

    /** Why this one is decided as it is. */
    public Explanation explain(RecordedAlert alert) {
        answers.inHand(alert);
        return explain(alert.alert(), alert.at());
    }

    /** Why the alert of this id is decided as it is, read from the tenant and played at this time. */
    public Explanation explain(String alertId, Instant now) {
        return explain(Map.of("id", alertId), now);
    }

    private Explanation explain(Map<String, Object> body, Instant now) {
        rehearsal.forget();
        course.begin(rehearsal, rules);
        Exchange end = rehearsal.play(body, now);
        course.end(end);
        var way = course.entries();
        Summary run = rehearsal.results().values().stream().findFirst().orElse(null);
        rehearsal.sendMails();
        return new Explanation(
                alert(end, body),
                Optional.ofNullable(map(end.getVariable("device"))),
                now,
                settings.text("isolation.mode"),
                way,
                Optional.ofNullable(end.getVariable("decision", Decision.class)),
                run == null ? Explanation.NOT_TAKEN : run.result(),
                detail(run, end),
                course.letters());
    }

    private Map<String, Object> alert(Exchange end, Map<String, Object> body) {
        Map<String, Object> read = map(end.getMessage().getBody());
        return read == null || read.get("id") == null ? new LinkedHashMap<>(body) : read;
    }

    private static Optional<String> detail(Summary run, Exchange end) {
        if (run != null) {
            return Optional.ofNullable(run.detail());
        }
        return Optional.ofNullable(end.getException()).map(failure -> String.valueOf(failure.getMessage()));
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
    }

    @Override
    public void close() {
        rehearsal.close();
    }
}
