package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;

/**
 * A whole set of routes with everything that leads out of it held, and a ledger of its own that lives in memory: alerts are
 * played through it as if they were new, and nothing comes of it. Judge, guardrails, gate and mail texts are the real ones.
 *
 * <p>Not safe for threads; each alert is played by itself, as if no other had ever been.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String ENTRY = "alert-pipeline";
    private static final String SENDS_MAILS = "send-mail";
    private static final long WRITTEN_WITHIN_MILLIS = 30_000;
    private static final int MOST_RUNS = 1_000;

    private final RehearsalClock clock = new RehearsalClock(Instant.EPOCH);
    private final MemoryDatabase database = new MemoryDatabase();
    private final DefenderRoutes app;
    private final ProducerTemplate caller;

    /** Hears what happens to the alert that is played. */
    public interface Listener {
        /** A step or branch is begun. */
        void passes(RouteNode node, Exchange exchange);

        /** Something came to a way out. The exchange is {@code null} if a bean went past all endpoints. */
        void leaves(Leaving leaving, Exchange exchange);
    }

    /** Plays on what is at hand; nothing at all reaches the network. */
    public static Rehearsal offline(Settings settings, Path routes, Answers answers, Listener listener) {
        return new Rehearsal(
                settings.with(Map.of("alerts.source", "defender")), // recorded alerts are in its form
                routes,
                answers,
                (operation, quota, granted) -> Permit.UNCOUNTED,
                listener);
    }

    /** Plays on the tenant as it is now: what only asks goes to Microsoft, by permits of the caller's. */
    public static Rehearsal live(Settings settings, Path routes, Permits permits, Listener listener) {
        return new Rehearsal(settings, routes, null, permits, listener);
    }

    /**
     * @param answers what answers questions; {@code null} lets Microsoft do it
     * @throws StartException if the routes cannot be loaded
     */
    private Rehearsal(Settings settings, Path routes, Answers answers, Permits permits, Listener listener) {
        HeldWays held = new HeldWays(
                answers,
                List.of(settings.text("defender.api-url"), settings.text("defender.graph-url")),
                listener::leaves);
        Map<String, Object> beans = new LinkedHashMap<>(held.beans());
        beans.put("defenderRehearsal", new StepWatch(null, listener::passes));
        beans.put("defenderBudget", permits);
        app = new DefenderRoutes(settings.with(Map.of("alerts.workers", "1")), routes, clock, database.dataSource());
        try {
            app.rehearseWith(beans, "*.camel.yaml");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        caller = app.camel().createProducerTemplate();
        if (app.camel().getRoute(ENTRY) == null) {
            close();
            throw new StartException(
                    "%s holds no route %s. To fix: name a whole folder of routes, not only what was edited."
                            .formatted(routes, ENTRY),
                    null);
        }
    }

    /** The loaded routes, to look at. */
    public CamelContext camel() {
        return app.camel();
    }

    /**
     * Plays one alert through alert-pipeline.
     *
     * @param alert as Defender sends it; or only with its id, which is read first
     * @param now the time that the routes believe it to be
     * @return the exchange at its end, with the variables that the routes have set
     */
    public Exchange play(Map<String, Object> alert, Instant now) {
        clock.set(now);
        return caller.send("direct:" + ENTRY, exchange -> exchange.getMessage().setBody(alert));
    }

    /** Lets the mails be sent, which the listener then hears of. */
    public void sendMails() {
        flush();
        Route route = app.camel().getRoute(SENDS_MAILS);
        if (route == null) {
            return;
        }
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(SENDS_MAILS);
        try {
            route.getProcessor().process(exchange);
        } catch (Exception e) {
            throw new IllegalStateException("The route send-mail failed outside its error handling", e);
        }
    }

    /** What came of the alerts that were played since the last {@link #forget}, by the alert's id. */
    public Map<String, Summary> results() {
        flush();
        return ledger().runs().page(RunFilter.ALL, null, MOST_RUNS).stream()
                .collect(Collectors.toMap(Summary::alertId, run -> run, (newest, older) -> newest));
    }

    /** Which of these alerts the SOC would be told of. */
    public Set<String> told(Collection<String> alertIds) {
        Set<String> told = new HashSet<>();
        ledger().traces().mails(List.copyOf(alertIds)).forEach(mail -> told.add(mail.alertId()));
        return told;
    }

    /** Forgets all that was played, so that the next alert is the first. */
    public void forget() {
        flush();
        database.forget();
        devices().forget();
    }

    /** Forgets what became of devices, so that the next alert on one finds it as it was. */
    public void forgetDevices() {
        database.forgetDevices();
        forgetReadings();
    }

    /** Forgets what was read of devices. */
    public void forgetReadings() {
        devices().forget();
    }

    private Devices devices() {
        return app.camel().getRegistry().lookupByNameAndType("devices", Devices.class);
    }

    private Ledger ledger() {
        return app.ledger();
    }

    private void flush() {
        try {
            if (!ledger().flush(WRITTEN_WITHIN_MILLIS)) {
                throw new IllegalStateException("The ledger in memory is not written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            if (caller != null) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            app.close();
            database.close();
        }
    }
}
