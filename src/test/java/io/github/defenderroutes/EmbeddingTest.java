package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.settings.SettingsException;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of somebody's has a tenant, or two, beside its own work. */
class EmbeddingTest {
    private static final String IN_OUR_DIALECT = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());
    private final JdbcConnectionPool database = memory(IN_OUR_DIALECT);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        standIn.close();
        database.dispose();
    }

    @Test
    void aTenantWorksOnTheDatabaseOfTheApplication() throws Exception {
        raise(standIn, "d1");

        try (DefenderRoutes app = embedding(standIn).database(database).build()) {
            app.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !mails(standIn, "alert-d1").isEmpty());
        }

        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
        assertThat(handled(database)).containsExactly("alert-d1");
    }

    @Test
    void routesMayNameABeanOfTheApplication() throws Exception {
        var met = new ConcurrentLinkedQueue<String>();
        Processor crm = exchange ->
                met.add(exchange.getMessage().getBody(Map.class).get("id").toString());
        Files.writeString(routes().resolve("own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - process:
                            ref: crm
                        - to:
                            uri: direct:alert-pipeline
                """);
        raise(standIn, "d1");

        try (DefenderRoutes app = embedding(standIn)
                .routes(routes().toString())
                .beans(Map.<String, Object>of("crm", crm, "run", "somebody else's")::get)
                .build()) {
            app.start();
            app.camel()
                    .createFluentProducerTemplate()
                    .withBody(Map.of("id", "alert-d1"))
                    .to("direct:own")
                    .send();

            assertThat(met).containsExactly("alert-d1");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> app.ledger().claims().state("alert-d1").equals(Optional.of("done")));
        }
    }

    @Test
    void aComponentOfTheApplicationStaysItsOwn() throws Exception {
        try (DefaultCamelContext host = new DefaultCamelContext()) {
            host.start();
            Component https = host.getComponent("https");

            try (DefenderRoutes app = embedding(standIn)
                    .beans(Map.<String, Object>of("https", https)::get)
                    .build()) {
                app.start();

                assertThat(app.camel().getComponent("https")).isNotSameAs(https);
            }

            assertThat(https.getCamelContext()).isSameAs(host);
            assertThat(ServiceHelper.isStarted(https)).isTrue();
        }
    }

    @Test
    void whatWasClosedIsNotStartedAgain() {
        DefenderRoutes app = embedding(standIn).build();
        app.start();
        app.close();

        assertThatThrownBy(app::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was closed. To fix: make a new DefenderRoutes");
        assertThatThrownBy(() -> app.handle("a1")).isInstanceOf(StartException.class);
    }

    @Test
    void figuresAreInTheRegistryOfTheApplicationToo() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();

        try (DefenderRoutes app = embedding(standIn).figures(registry).build()) {
            app.start();

            assertThat(registry.scrape(name -> name.equals("defender_routes_alerts"))
                            .size())
                    .isOne();
            assertThatThrownBy(() -> embedding(standIn).figures(registry).build())
                    .hasMessageContaining("give each tenant a registry of its own");
        }
    }

    @Test
    void neitherEnvironmentNorSystemPropertiesAreRead() {
        System.setProperty("isolation.mode", "off");
        try {
            DefenderRoutes app = embedding(standIn).build();
            assertThat(app.links().load().kamelets()).isNotEmpty();
            app.close();
        } finally {
            System.clearProperty("isolation.mode");
        }
        assertThatThrownBy(() ->
                        DefenderRoutes.embedded(Map.of("isolation.mod", "off")).build())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("Did you mean isolation.mode?")
                .hasMessageContaining("defender.tenant-id");
    }

    @Test
    void twoTenantsInOneJvmKnowNothingOfEachOtherAndLeaveNothingBehind() throws Exception {
        Set<String> before = threads();
        Set<Path> files = temporary();
        try (StandIn other = StandIn.start(StandInOptions.defaults())) {
            raise(standIn, "d1");
            raise(other, "d2");
            try (DefenderRoutes one = embedding(standIn).database(database).build();
                    DefenderRoutes two = embedding(other)
                            .routes("classpath:shipped/routes")
                            .config("classpath:shipped/config")
                            .build()) {
                one.start();
                two.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !mails(standIn, "alert-d1").isEmpty());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !mails(other, "alert-d2").isEmpty());

                assertThat(one.ledger().claims().state("alert-d2")).isEmpty();
                assertThat(two.ledger().claims().state("alert-d1")).isEmpty();
            }
            assertThat(standIn.calls("isolate")).singleElement().asString().contains("d1");
            assertThat(other.calls("isolate")).singleElement().asString().contains("d2");
            assertThat(mails(standIn, "alert-d2")).isEmpty();
            assertThat(mails(other, "alert-d1")).isEmpty();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(left(before)).isEmpty());
        assertThat(files).as("our folders for temporary files").containsAll(temporary());
    }

    @Test
    void aDatabaseInAnotherDialectIsRefusedWithWhatToDo() {
        JdbcConnectionPool plain = memory(";DB_CLOSE_DELAY=-1");
        try (DefenderRoutes app = embedding(standIn).database(plain).build()) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("To fix: add ;MODE=PostgreSQL");
        } finally {
            plain.dispose();
        }
    }

    private Embedding embedding(StandIn on) {
        Map<String, String> settings = new HashMap<>(on.settings());
        settings.put("state.url", Application.memory(UUID.randomUUID().toString()));
        settings.put("isolation.mode", "enforce");
        settings.put("alerts.poll.cron", "* * * * * ?");
        settings.put("mail.send.cron", "* * * * * ?");
        settings.put("kill-switch.file", folder.resolve("KILL").toString());
        return DefenderRoutes.embedded(settings).routes("routes").config("config");
    }

    /** The shipped routes in a folder of their own. */
    private Path routes() throws IOException {
        Path copy = folder.resolve("routes");
        if (!Files.exists(copy)) {
            Files.createDirectory(copy);
            for (Path file : Files.newDirectoryStream(Application.ROUTES, "*.camel.yaml")) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void raise(StandIn on, String device) {
        on.tenant().add(aMachine(device).name(device + ".corp.example"));
        on.tenant().add(anAlert("alert-" + device).device(device));
    }

    private static List<ReceivedMail> mails(StandIn on, String alert) {
        return on.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Alert-Id").contains(alert))
                .toList();
    }

    private static JdbcConnectionPool memory(String options) {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + options, "sa", "");
    }

    private static List<String> handled(DataSource database) throws Exception {
        try (var connection = database.getConnection();
                var rows = connection.createStatement().executeQuery("SELECT alert_id FROM defender_runs")) {
            var ids = new java.util.ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + "#" + thread.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> left(Set<String> before) {
        Set<String> left = threads();
        left.removeAll(before);
        left.removeIf(name -> name.startsWith("ForkJoinPool.commonPool")
                || name.startsWith("awaitility")
                || name.startsWith("stand-in"));
        return left;
    }

    private static Set<Path> temporary() throws IOException {
        String ours = "defender-routes-%d-".formatted(ProcessHandle.current().pid());
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(ours))
                    .collect(Collectors.toSet());
        }
    }
}
