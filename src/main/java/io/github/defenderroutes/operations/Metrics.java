package io.github.defenderroutes.operations;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures of an installation in Prometheus' text format. Counters are this process's own and begin at its start; what
 * stands in the database is read at each scrape, so all processes on it export the same.
 */
public final class Metrics {
    /** The media type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String POLL_LAG = "defender_routes_poll_lag_seconds";

    private static final List<String> MODES = List.of("off", "dry-run", "approve", "enforce");

    private final PrometheusRegistry registry;
    private final Ledger ledger;
    private final GoodPolls polls;
    private final KillSwitch killSwitch;
    private final Settings settings;
    private final Clock clock;

    private Optional<Figures> figures = Optional.empty();

    public Metrics(
            Meters meters, Ledger ledger, GoodPolls polls, KillSwitch killSwitch, Settings settings, Clock clock) {
        this.registry = meters.registry();
        this.ledger = ledger;
        this.polls = polls;
        this.killSwitch = killSwitch;
        this.settings = settings;
        this.clock = clock;
        registerOwn();
        registerRead();
        registerUsage();
    }

    /** All of it, as it is now. */
    public synchronized MetricSnapshots snapshots() {
        figures = Figures.read(ledger);
        return registry.scrape();
    }

    /**
     * Has another registry show it as well.
     *
     * @throws IllegalStateException if that one shows such figures already
     */
    public void registerIn(PrometheusRegistry other) {
        if (other.scrape(POLL_LAG::equals).size() > 0) {
            throw new IllegalStateException(
                    "This PrometheusRegistry shows the figures of another tenant. To fix: give each tenant a registry of its own.");
        }
        other.register((MultiCollector) this::snapshots);
    }

    /** All of it, as it is now, as text. */
    public String scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void registerOwn() {
        GaugeWithCallback.builder()
                .name(POLL_LAG)
                .help("Since the last poll that came to the end of the list, whichever process made it.")
                .callback(value -> value.call(secondsSince(polls.last().toEpochMilli())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("defender_routes_database_up")
                .help("1 if the database can be read; if not, what stands in it is missing here.")
                .callback(value -> value.call(figures.isPresent() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("defender_routes_kill_switch_on")
                .help("1 if nothing in the tenant is changed, also if nobody can say.")
                .callback(value -> value.call(isStopped() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("defender_routes_mode")
                .help("1 for the isolation.mode of this process.")
                .labelNames("mode")
                .callback(value -> MODES.forEach(
                        mode -> value.call(settings.text("isolation.mode").equals(mode) ? 1 : 0, mode)))
                .register(registry);
    }

    private void registerRead() {
        read("defender_routes_processes", "Processes that handle alerts on this database.", Overview::processes);
        read("defender_routes_alerts_in_hand", "Alerts being handled.", Overview::claimedAlerts);
        read("defender_routes_alerts_due", "Alerts that are due again, now or later.", Overview::dueAlerts);
        read(
                "defender_routes_alerts_offered",
                "Alerts handed over to a queue and not taken from there yet.",
                Overview::offeredAlerts);
        read(
                "defender_routes_oldest_offered_alert_seconds",
                "How long the oldest alert handed over to a queue has been waiting; 0 if none does.",
                now -> now.oldestOffered().map(this::secondsSince).orElse(0.0));
        read("defender_routes_alerts_parked", "Alerts that wait for a person.", Overview::parkedAlerts);
        read("defender_routes_mails_waiting", "Mails that no server has accepted yet.", Overview::waitingMails);
        read("defender_routes_mails_parked", "Mails that wait for a person.", Overview::parkedMails);
        read(
                "defender_routes_oldest_waiting_mail_seconds",
                "Age of the oldest mail that waits; 0 if none does.",
                now -> now.oldestWaitingMail().map(this::secondsSince).orElse(0.0));
        figure(
                "defender_routes_approvals_waiting",
                "Devices of which a person has to say whether they are cut off.",
                now -> (double) now.waitingApprovals());
        figure(
                "defender_routes_breaker_open",
                "1 if a cap has stopped isolations and nobody has let them go on.",
                now -> now.breakerOpen() ? 1.0 : 0.0);
    }

    private void registerUsage() {
        GaugeWithCallback.builder()
                .name("defender_routes_calls")
                .help("Calls that count against the quota now, of all processes on this database.")
                .labelNames("api", "window")
                .callback(value -> figures.ifPresent(now -> now.usage().forEach((api, usage) -> {
                    value.call(usage.lastMinute(), api, "minute");
                    value.call(usage.lastHour(), api, "hour");
                })))
                .register(registry);
        GaugeWithCallback.builder()
                .name("defender_routes_calls_allowed")
                .help("Calls that the settings allow in that time.")
                .labelNames("api", "window")
                .callback(value -> allowed().forEach((window, most) -> value.call(most, window.get(0), window.get(1))))
                .register(registry);
    }

    private Map<List<String>, Integer> allowed() {
        return Map.of(
                List.of("defender", "minute"), settings.number("defender.quota.per-minute"),
                List.of("defender", "hour"), settings.number("defender.quota.per-hour"),
                List.of("graph", "minute"), settings.number("defender.graph-quota.per-minute"));
    }

    private void read(String name, String help, ToDoubleFunction<Overview> figure) {
        figure(name, help, now -> figure.applyAsDouble(now.overview()));
    }

    /** A gauge that is left out while the database cannot be read, and not shown as it was. */
    private void figure(String name, String help, Function<Figures, Double> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(value -> figures.ifPresent(now -> value.call(figure.apply(now))))
                .register(registry);
    }

    private boolean isStopped() {
        try {
            return killSwitch.objection().isPresent();
        } catch (LedgerException e) {
            return true;
        }
    }

    private double secondsSince(long millis) {
        return Math.max(0, clock.millis() - millis) / 1000.0;
    }
}
