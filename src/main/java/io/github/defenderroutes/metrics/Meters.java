package io.github.defenderroutes.metrics;

import io.github.defenderroutes.alert.Severity;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What this process has done since it started. Labels hold words of a fixed list and nothing from outside, so the number of
 * series is bounded; each series is there from the start, so that a rate sees its first event. There is no tracing here, and
 * for exemplars a thread would be started that nobody can end.
 */
public final class Meters {
    /** What becomes of an alert: a decision, or none. */
    private static final Set<String> ALERT_OUTCOMES =
            Set.of("never", "dry-run", "approve", "isolate", "undecided", "delayed", "failed", "parked", "returned");

    /** What becomes of an isolation: at its request, and later. */
    private static final Set<String> ISOLATION_OUTCOMES = Set.of(
            "requested",
            "under-way",
            "refused",
            "stopped",
            "capped",
            "isolated",
            "not-isolated",
            "cancelled",
            "overdue",
            "released",
            "release-failed",
            "repeated",
            "expired");

    private static final String OTHER = "other";
    private static final List<String> APIS = List.of("defender", "graph");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter alerts = Counter.builder()
            .name("defender_routes_alerts_total")
            .help("Alerts handled, each time they were, by what came of it.")
            .labelNames("severity", "outcome")
            .withoutExemplars()
            .register(registry);
    private final Counter isolations = Counter.builder()
            .name("defender_routes_isolations_total")
            .help("Isolations by what came of their request, and later of them.")
            .labelNames("outcome")
            .withoutExemplars()
            .register(registry);
    private final Counter throttled = Counter.builder()
            .name("defender_routes_throttled_total")
            .help("Answers 429 of Microsoft.")
            .labelNames("api")
            .withoutExemplars()
            .register(registry);
    private final Histogram untilRequested = histogram(
            "defender_routes_isolation_requested_seconds",
            "From the creation of the alert until Defender had accepted the request to isolate.");
    private final Histogram untilConfirmed = histogram(
            "defender_routes_isolation_confirmed_seconds",
            "From the request to isolate until Defender reported the device isolated.");

    public Meters() {
        for (Severity severity : Severity.values()) {
            ALERT_OUTCOMES.forEach(outcome -> alerts.initLabelValues(severity.toString(), outcome));
        }
        ISOLATION_OUTCOMES.forEach(isolations::initLabelValues);
        APIS.forEach(throttled::initLabelValues);
    }

    private Histogram histogram(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400, 259_200)
                .register(registry);
    }

    /** An alert has been handled, for the first or another time. */
    public void alert(Severity severity, String outcome) {
        alerts.labelValues(severity.toString(), known(outcome, ALERT_OUTCOMES)).inc();
    }

    /** Something became of an isolation. */
    public void isolation(String outcome) {
        isolations.labelValues(known(outcome, ISOLATION_OUTCOMES)).inc();
    }

    /** Defender has accepted an isolation, so long after the alert was created. */
    public void requestedAfter(Duration time) {
        untilRequested.observe(seconds(time));
    }

    /** Defender reports a device isolated, so long after it was asked. */
    public void confirmedAfter(Duration time) {
        untilConfirmed.observe(seconds(time));
    }

    /** @param api the word of the API that answered 429 */
    public void throttled(String api) {
        throttled.labelValues(APIS.contains(api) ? api : OTHER).inc();
    }

    /** Where all that is exported is registered. */
    public PrometheusRegistry registry() {
        return registry;
    }

    private static String known(String word, Set<String> words) {
        return word != null && words.contains(word) ? word : OTHER;
    }

    /** Clocks may differ; a time that ends before it began is none. */
    private static double seconds(Duration time) {
        return Math.max(0, time.toMillis()) / 1000.0;
    }
}
