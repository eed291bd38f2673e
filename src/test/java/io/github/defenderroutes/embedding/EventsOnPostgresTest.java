package io.github.defenderroutes.embedding;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.PostgresServer;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several applications on one PostgreSQL handle alerts and tell what happens. */
@ExtendWith(PostgresServer.Shared.class)
class EventsOnPostgresTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());
    private final List<Host> hosts = new ArrayList<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final String database;

    @TempDir
    private Path folder;

    EventsOnPostgresTest(PostgresServer postgres) throws Exception {
        database = postgres.newDatabase();
    }

    @BeforeEach
    void begin() throws Exception {
        for (int i = 0; i < 2; i++) {
            hosts.add(new Host());
        }
    }

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
        standIn.close();
    }

    @Test
    void whatBothDoIsToldOnceAndByOneAndOfEachAlertInItsOrder() {
        List<String> alerts = alerts(0, 30);

        alerts.parallelStream()
                .forEach(alert -> hosts.get(alerts.indexOf(alert) % 2).handle(alert));

        awaitToldOf(alerts);
        assertThat(told).extracting(Told::id).doesNotHaveDuplicates();
        assertThat(told).extracting(Told::by).containsOnly(told.element().by());
        assertThat(alerts).allSatisfy(alert -> assertThat(of(alert))
                .containsSubsequence("handled", "isolation-requested", "mail-sent")
                .doesNotHaveDuplicates());
    }

    @Test
    void whenTheOneThatTellsHasEndedTheOtherGoesOnWhereItStopped() {
        List<String> alerts = alerts(0, 20);
        alerts.subList(0, 10).forEach(hosts.get(1)::handle);
        await().atMost(SOON).until(() -> told.size() > 5);
        Host tells = told.element().by();
        Host other = hosts.get(hosts.get(0) == tells ? 1 : 0);

        tells.close();
        alerts.subList(10, 20).forEach(other::handle);

        awaitToldOf(alerts);
        assertThat(told).extracting(Told::id).doesNotHaveDuplicates();
        assertThat(told).extracting(Told::by).containsOnly(tells, other);
    }

    private List<String> alerts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> {
                    standIn.tenant().add(aMachine("d" + i).name("d" + i + ".corp.example"));
                    standIn.tenant().add(anAlert("a" + i).device("d" + i));
                    return "a" + i;
                })
                .toList();
    }

    private void awaitToldOf(List<String> alerts) {
        await().atMost(SOON)
                .until(() -> alerts.stream().allMatch(alert -> of(alert).contains("mail-sent")));
    }

    /** The types of what was told of an alert until its mail was sent, in the order in which it was told. */
    private List<String> of(String alert) {
        return told.stream()
                .filter(event -> event.alerts().contains(alert))
                .map(Told::type)
                .filter(type ->
                        List.of("handled", "isolation-requested", "mail-sent").contains(type))
                .toList();
    }

    private record Told(Host by, Map<?, ?> event) {
        String id() {
            return (String) event.get("id");
        }

        String type() {
            return (String) event.get("type");
        }

        List<?> alerts() {
            return event.get("alertIds") instanceof List<?> several
                    ? several
                    : Stream.ofNullable(event.get("alertId")).toList();
        }
    }

    /** An application with a tenant in it. */
    private final class Host {
        private final CamelContext camel = new DefaultCamelContext();
        private final DefenderRoutes app;
        private final HostContext offered;
        private boolean closed;

        Host() throws Exception {
            Map<String, String> settings = new HashMap<>(standIn.settings());
            settings.put("state.url", database);
            settings.put("isolation.mode", "enforce");
            settings.put("isolation.cap.per-hour", "off");
            settings.put("isolation.cap.per-day", "off");
            settings.put("defender.quota.per-minute", "100000");
            settings.put("defender.quota.per-hour", "1000000");
            settings.put("kill-switch.file", folder.resolve("KILL").toString());
            settings.put("mail.send.cron", "* * * * * ?");
            app = DefenderRoutes.embedded(settings)
                    .routes("routes")
                    .config("config")
                    .keepEvents()
                    .build();
            offered = HostContext.offer(app, camel);
            app.start();
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:alerts").to("defender-routes:handle");
                    from("defender-routes:events?delay=50")
                            .process(exchange -> told.add(
                                    new Told(Host.this, exchange.getMessage().getBody(Map.class))));
                }
            });
            camel.start();
        }

        void handle(String alert) {
            try (ProducerTemplate caller = camel.createProducerTemplate()) {
                caller.requestBody("direct:alerts", alert);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            if (!closed) {
                closed = true;
                camel.stop();
                offered.close();
                app.close();
            }
        }
    }
}
