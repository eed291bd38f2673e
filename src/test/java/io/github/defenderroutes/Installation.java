package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.AlertBuilder;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Faults;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.github.defenderroutes.standin.Tenant;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * One installation under test: a tenant and its mail server, the application with its routes and its memory, and a clock
 * that both believe. The application starts when it is first needed; what really happened, the stand-in says.
 */
final class Installation implements AutoCloseable {
    private static final Duration A_WHILE = Duration.ofMinutes(1);
    private static final int ROUNDS = 30;
    private static final Set<String> COURSE = Set.of(
            "isolated",
            "not-isolated",
            "cancelled",
            "overdue",
            "released",
            "repeated",
            "expired",
            "approved",
            "denied",
            "approval-half",
            "approval-expired",
            "approval-stopped",
            "release-asked",
            "release-waits",
            "release-overdue",
            "release-failed");

    final MovableClock clock = new MovableClock();
    final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));

    private final String memory = Application.memory(UUID.randomUUID().toString());
    private final Map<String, String> settings = new HashMap<>(Map.of("state.url", memory));
    private Path routes = Application.ROUTES;
    private Path config = Application.CONFIG;
    private DefenderRoutes app;

    Installation with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    Installation withRoutes(Path folder) {
        routes = folder;
        return this;
    }

    Installation withConfig(Path folder) {
        config = folder;
        return this;
    }

    Tenant tenant() {
        return standIn.tenant();
    }

    Faults faults() {
        return standIn.faults();
    }

    /** Adds a device that may be isolated, under the id and name given. */
    Installation device(String id) {
        tenant().add(aMachine(id).name(id + ".corp.example"));
        return this;
    }

    /** Adds a High alert raised now on this device, which is added too. */
    AlertBuilder alertOn(String device) {
        device(device);
        AlertBuilder alert = anAlert("alert-" + device).device(device);
        tenant().add(alert);
        return alert;
    }

    /** The running application; started on the first call, and on the first after {@link #stop}. */
    DefenderRoutes app() {
        if (app == null) {
            app = new DefenderRoutes(
                    Application.settings(config, standIn.settings(), settings.get("state.url"), settings),
                    routes,
                    clock);
        }
        return app;
    }

    /** Polls once, handles what is due, sends the mails. */
    Installation tick() {
        try {
            app().runOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    Installation tickAfter(Duration time) {
        clock.advance(time);
        return tick();
    }

    /** Ticks, a minute after the other, until nothing waits any more. */
    Installation ticksUntilQuiet() {
        tick();
        tickAfter(A_WHILE); // what the first tick could not even claim
        for (int round = 0; !isQuiet() && round < ROUNDS; round++) {
            tickAfter(A_WHILE);
        }
        assertThat(waiting()).as("what still waits after half an hour").isEmpty();
        return this;
    }

    boolean isQuiet() {
        return waiting().isEmpty();
    }

    private List<Object> waiting() {
        Map<String, Integer> open = new HashMap<>(app().ledger().claims().open());
        open.remove("parked");
        List<Object> waiting = new ArrayList<>(app().ledger().mails().waiting(10));
        if (!open.isEmpty()) {
            waiting.add(open);
            waiting.addAll(app().ledger().claims().waiting(10));
        }
        return waiting;
    }

    /** Lets a scheduled route do its work once, as its schedule would. */
    Installation fire(String route) {
        Exchange exchange = app().camel().getRoute(route).getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(route);
        try {
            app().camel().getRoute(route).getProcessor().process(exchange);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    String handle(String alertId) {
        try {
            return app().handle(alertId).state();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the application in order; the next use starts it again on the same memory. */
    Installation stop() {
        if (app != null) {
            app.close();
            app = null;
        }
        return this;
    }

    // ---- what really happened

    /** The mails that tell alerts; what becomes of their isolations is told by {@link #courseOf}. */
    List<ReceivedMail> mails() {
        return standIn.mails().all().stream().filter(mail -> !isOfCourse(mail)).toList();
    }

    /** The mails that tell how the isolation went which was asked for because of this alert. */
    List<ReceivedMail> courseOf(String alertId) {
        return standIn.mails().all().stream()
                .filter(Installation::isOfCourse)
                .filter(mail -> mail.headers("X-Defender-Alert-Id").contains(alertId))
                .toList();
    }

    /** The kinds of those mails, in the order of their arrival. */
    List<String> kindsOfCourse(String alertId) {
        return courseOf(alertId).stream()
                .map(mail -> mail.headers("X-Defender-Routes-Kind").get(0))
                .toList();
    }

    static boolean isOfCourse(ReceivedMail mail) {
        return COURSE.containsAll(mail.headers("X-Defender-Routes-Kind"));
    }

    /** The mails whose headers name this alert. */
    List<ReceivedMail> mailsAbout(String alertId) {
        return mails().stream()
                .filter(mail -> mail.headers("X-Defender-Alert-Id").contains(alertId))
                .toList();
    }

    /** The only mail about this alert. */
    ReceivedMail mailAbout(String alertId) {
        assertThat(mailsAbout(alertId)).as("mails about " + alertId).hasSize(1);
        return mailsAbout(alertId).get(0);
    }

    /** Every request to isolate a device that was sent, whatever came of it. */
    List<Call> requestsToIsolate() {
        return standIn.calls("isolate");
    }

    /** How many requests to isolate this device became an action. */
    int acceptedIsolationsOf(String device) {
        return tenant().acceptedIsolations(device).size();
    }

    @Override
    public void close() {
        stop();
        standIn.close();
        forget();
    }

    /** Or hundreds of databases would fill the memory of this JVM. */
    private void forget() {
        try (Connection connection = DriverManager.getConnection(memory);
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
