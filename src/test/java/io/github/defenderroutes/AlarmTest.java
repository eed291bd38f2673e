package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Faults;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When we ourselves are in trouble somebody hears of it, whatever else is broken. */
class AlarmTest {
    private static final Duration ALARM_AFTER = Duration.ofMinutes(10);
    private static final String PAGER = "alarm.route";

    private final MovableClock clock = new MovableClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final TestLedger database = new TestLedger();
    private final List<Map<?, ?>> paged = new CopyOnWriteArrayList<>();
    private DefenderRoutes app;

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
        database.close();
        standIn.close();
    }

    @Test
    void aPollThatDoesNotSucceedForTenMinutesIsMailedOnceAnHourWithTheReasonAndItsEndIsMailedToo() throws Exception {
        start();
        poll();
        standIn.faults().always("list-alerts", Fault.status(503));
        try (LogProbe log = new LogProbe()) {
            for (int minute = 0; minute < 100; minute++) {
                clock.advance(Duration.ofMinutes(1));
                poll();
                sound();
            }

            assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .contains("Defender could not be polled since")
                    .endsWith("alarm=nothing-polled");
        }
        assertThat(mails()).hasSize(2);
        ReceivedMail first = mails().get(0);
        assertThat(first.subject()).startsWith("Defender Routes needs help: Defender could not be polled since ");
        assertThat(first.text()).contains("The last failure: ", "503", "Nothing is lost", "To fix: ");
        assertThat(first.html()).contains("<p>").doesNotContain("<script");
        assertThat(first.headers("X-Defender-Routes-Kind")).containsExactly("alarm");
        assertThat(mails().get(1).headers("In-Reply-To")).containsExactly(first.messageId());

        standIn.faults().clear();
        poll();
        sound();
        sound();

        assertThat(mails()).hasSize(3);
        ReceivedMail last = mails().get(2);
        assertThat(last.subject()).startsWith("Defender Routes works again: ").contains(" until ");
        assertThat(last.headers("In-Reply-To")).containsExactly(first.messageId());
    }

    @Test
    void theMailThatPollingWorksAgainSaysHowManyWereCaughtUpAndWhichWereTooOld() throws Exception {
        start("isolation.max-age", "6h", "isolation.mode", "enforce");
        poll();
        standIn.faults().always("list-alerts", Fault.status(503));
        standIn.tenant()
                .add(aMachine("d1").name("ws-1"))
                .add(anAlert("old").device("d1").createdAt(clock.instant()));
        clock.advance(Duration.ofHours(7));
        poll();
        sound();
        standIn.tenant()
                .add(aMachine("d2").name("ws-2"))
                .add(anAlert("new").device("d2").createdAt(clock.instant()))
                .add(anAlert("less").device("d2").severity("Medium").createdAt(clock.instant()));

        standIn.faults().clear();
        poll();
        sound();

        assertThat(mails()).last().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("Defender Routes works again: ");
            assertThat(mail.text())
                    .contains("Caught up: 3 alerts were handled since then.")
                    .containsPattern("older than isolation.max-age = 6h:\\R+High old\\R+To fix")
                    .doesNotContain("High new", "There is nothing to do.");
        });
    }

    @Test
    void aLostDatabaseIsMailedPastItAndSoIsItsEnd() throws Exception {
        start();
        poll();
        try (LogProbe log = new LogProbe()) {
            database.isAway(true);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> log.errors().toString(), errors -> errors.contains("away"));
            clock.advance(ALARM_AFTER);
            sound();
        }

        assertThat(mails()).extracting(ReceivedMail::subject).anyMatch(about("our database cannot be used since"));
        assertThat(mails().get(0).text()).contains("The database is away", "has room on its disk");

        database.isAway(false);
        await().atMost(Duration.ofSeconds(20)).until(() -> app.ledger().away().isEmpty());
        sound();

        assertThat(mails())
                .extracting(ReceivedMail::subject)
                .anyMatch(about("works again: our database cannot be used from"));
    }

    @Test
    void byMicrosoftGraphTheAlarmNeedsNoDatabaseEither() throws Exception {
        standIn.login().grant("Mail.Send");
        standIn.mails().makeUnavailable();
        start("mail.send-by", "graph");
        poll();
        database.isAway(true);
        await().atMost(Duration.ofSeconds(20)).until(() -> app.ledger().away().isPresent());
        clock.advance(ALARM_AFTER);

        sound();

        assertThat(mails()).extracting(ReceivedMail::subject).anyMatch(about("our database cannot be used since"));
    }

    @Test
    void withDefenderDatabaseAndMailServerAllDownTheAlarmIsMailedWhenTheMailServerIsBack() throws Exception {
        start();
        poll();
        standIn.faults().always(Faults.ANY, Fault.status(500));
        database.isAway(true);
        standIn.mails().makeUnavailable();
        await().atMost(Duration.ofSeconds(20)).until(() -> app.ledger().away().isPresent());
        clock.advance(ALARM_AFTER);
        try (LogProbe log = new LogProbe()) {
            for (int minute = 0; minute < 3; minute++) {
                sound();
                clock.advance(Duration.ofMinutes(1));
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("does not get out"))
                    .hasSize(1);
        }

        standIn.mails().makeAvailable();
        clock.advance(ALARM_AFTER);
        sound();

        assertThat(mails())
                .extracting(ReceivedMail::subject)
                .anyMatch(about("our database"))
                .hasSize(2);
    }

    @Test
    void theEngineersRouteIsGivenTheAlarmThoughNoMailCanBeSent() throws Exception {
        start(PAGER, "direct:pager");
        standIn.mails().makeUnavailable();
        clock.advance(ALARM_AFTER);

        sound();
        sound();

        assertThat(paged).hasSize(1);
        assertThat(paged.get(0).get("kind")).isEqualTo("nothing-polled");
        assertThat(paged.get(0).get("text")).asString().contains("What it means: ");
    }

    @Test
    void aRouteOfTheEngineersThatFailsStopsNoMailAndIsSaidOnce() throws Exception {
        start(PAGER, "direct:out-of-order");
        clock.advance(ALARM_AFTER);
        try (LogProbe log = new LogProbe()) {
            for (int minute = 0; minute < 3; minute++) {
                sound();
                clock.advance(Duration.ofMinutes(1));
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("out of order"))
                    .hasSize(1);
        }
        assertThat(mails()).hasSize(1);
    }

    @Test
    void anAlarmThatSomeReaderCannotGetIsNotSentToTheOthersAgain() throws Exception {
        start("mail.to", "soc@example.org,gone@example.org");
        standIn.mails().rejectRecipient("gone@example.org");
        clock.advance(ALARM_AFTER);

        sound();
        clock.advance(Duration.ofMinutes(2));
        sound();

        assertThat(mails()).hasSize(1);
    }

    @Test
    void aProcessThatDoesNotLeadRaisesNoAlarmWhileTheOtherPollsWell() throws Exception {
        start();
        poll();
        try (DefenderRoutes other = application()) {
            other.rehearseWith(Map.of(), "*.camel.yaml");
            for (int minute = 0; minute < 20; minute++) {
                clock.advance(Duration.ofSeconds(40)); // less than the lease
                app.ledger().leads("poll-alerts");
                poll();
                fire(other, "poll-alerts");
                fire(other, "mail-alarms");
            }
        }

        assertThat(mails()).isEmpty();
    }

    @Test
    void theHeartbeatIsCalledOnceAfterEachGoodPollAndNotAfterABadOne() throws Exception {
        List<Map<String, List<String>>> beats = new CopyOnWriteArrayList<>();
        HttpServer health = server(200, beats);
        try {
            start(
                    "heartbeat.url",
                    "http://127.0.0.1:%d/ping/4711"
                            .formatted(health.getAddress().getPort()));
            fire("send-heartbeat");
            assertThat(beats).isEmpty();

            poll();
            fire("send-heartbeat");
            fire("send-heartbeat");
            assertThat(beats).hasSize(1);

            standIn.faults().always("list-alerts", Fault.status(503));
            poll();
            fire("send-heartbeat");
            assertThat(beats).hasSize(1);
        } finally {
            health.stop(0);
        }
        assertThat(beats.get(0))
                .as("what goes out")
                .containsOnlyKeys("Asked", "Host", "User-agent", "Connection", "Accept-encoding");
        assertThat(beats.get(0).get("Asked")).containsExactly("GET /ping/4711");
    }

    @Test
    void aHeartbeatThatDoesNotArriveIsSaidOnceAndStopsNoPoll() throws Exception {
        HttpServer health = server(500, new CopyOnWriteArrayList<>());
        try (LogProbe log = new LogProbe()) {
            start(
                    "heartbeat.url",
                    "http://127.0.0.1:%d/ping".formatted(health.getAddress().getPort()));
            for (int i = 0; i < 3; i++) {
                poll();
                fire("send-heartbeat");
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("heartbeat"))
                    .hasSize(1);
            assertThat(standIn.calls("list-alerts")).hasSize(3);
            assertThat(log.errors()).isEmpty();
        } finally {
            health.stop(0);
        }
    }

    @Test
    void aSecretThatWillExpireIsToldWeeklyAlsoAcrossARestart() throws Exception {
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(20)
                .toString();
        String[] settings = {"defender.client-secret.expires", day, PAGER, "direct:pager"};
        try (LogProbe log = new LogProbe()) {
            start(settings);
            sound();
            sound();
            assertThat(log.lines())
                    .filteredOn(line -> line.endsWith("alarm=secret-expires"))
                    .containsExactly("Defender Routes: the client secret expires: %s, in 20 days. alarm=secret-expires"
                            .formatted(day));
        }
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Defender Routes: the client secret expires: %s, in 20 days", day);
            assertThat(mail.text()).contains("What it means: From then on we get no token", "To fix: Make a new one");
        });
        assertThat(paged).singleElement().satisfies(page -> assertThat(page.get("kind"))
                .isEqualTo("secret-expires"));

        app.close();
        start(settings);
        sound();
        assertThat(mails()).hasSize(1);

        clock.advance(Duration.ofDays(7));
        sound();
        assertThat(mails()).extracting(ReceivedMail::subject).anyMatch(about("in 13 days"));
    }

    private HttpServer server(int status, List<Map<String, List<String>>> asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            Map<String, List<String>> heard = new HashMap<>(call.getRequestHeaders());
            heard.put("Asked", List.of(call.getRequestMethod() + " " + call.getRequestURI()));
            asked.add(heard);
            call.sendResponseHeaders(status, -1);
            call.close();
        });
        server.start();
        return server;
    }

    /** Loads the routes, with two of the engineer's own; nothing runs by itself. */
    private void start(String... settings) throws Exception {
        app = application(settings);
        app.rehearseWith(Map.of(), "*.camel.yaml");
        app.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pager").process(call -> paged.add(call.getMessage().getBody(Map.class)));
                from("direct:out-of-order").process(call -> {
                    throw new IllegalStateException("the pager is out of order");
                });
            }
        });
        app.camel().getRouteController().startAllRoutes();
    }

    private DefenderRoutes application(String... settings) {
        return new DefenderRoutes(
                Application.settings(standIn, Application.memory("lent"), settings),
                Application.ROUTES,
                clock,
                database);
    }

    private void poll() throws Exception {
        fire("poll-alerts");
    }

    private void sound() throws Exception {
        fire("mail-alarms");
        fire("pass-on-alarms");
    }

    private void fire(String route) throws Exception {
        fire(app, route);
    }

    private static void fire(DefenderRoutes where, String id) throws Exception {
        Route route = where.camel().getRoute(id);
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(id);
        route.getProcessor().process(exchange);
    }

    private static Predicate<String> about(String words) {
        return subject -> subject.contains(words);
    }

    private List<ReceivedMail> mails() {
        return standIn.mails().all();
    }
}
