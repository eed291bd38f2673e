package org.example.host;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the stand-in, which imitates the tenant and its mail server. */
class HostTest {
    private static final String[] MIGRATIONS = {
        "V1__ledger", "V2__graph", "V3__comments_and_seen", "V4__hunting", "V5__audit", "V6__reloads", "V7__switches",
        "V8__approvals", "V9__release", "V10__history", "V11__events", "V12__packed"
    };

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());
    private final JdbcConnectionPool database = JdbcConnectionPool.create(
            "jdbc:h2:mem:host;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "sa", "");
    private final Map<String, String> settings = new HashMap<>(standIn.settings());

    @BeforeEach
    void settings() {
        settings.put("isolation.mode", "enforce");
        settings.put("mail.send.cron", "* * * * * ?");
    }

    @AfterEach
    void close() throws Exception {
        standIn.close();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Test
    void withoutOurTablesItSaysWhatToDo() {
        Host host = new Host(settings, database);
        StartException problem = assertThrows(StartException.class, host::start);
        assertTrue(problem.getMessage().contains("run the files db/defender-routes/V*.sql"), problem.getMessage());
        host.close();
    }

    @Test
    void anAlertIsHandedInIsolatedMailedAndToldBack() throws Exception {
        migrate();
        try (Host host = new Host(settings, database)) {
            host.start();
            standIn.tenant().add(aMachine("d1").name("d1.corp.example"));
            standIn.tenant().add(anAlert("a1").device("d1"));

            try (ProducerTemplate send = host.camel().createProducerTemplate();
                    ConsumerTemplate told = host.camel().createConsumerTemplate()) {
                send.sendBody("seda:alerts", "a1");
                List<Object> types = new ArrayList<>();
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    Map<?, ?> event = told.receiveBody("seda:told", 1_000, Map.class);
                    if (event != null) {
                        types.add(event.get("type"));
                    }
                    return types.contains("mail-sent");
                });
                assertTrue(types.containsAll(List.of("handled", "isolation-requested")), types.toString());
                assertEquals("d1.corp.example", send.requestBody("direct:device", "d1", Map.class).get("computerDnsName"));
                assertThrows(CamelExecutionException.class, () -> send.requestBody("direct:isolate", "d1", Map.class));
            }
        }
        assertEquals(1, standIn.tenant().acceptedIsolations("d1").size());
        assertEquals(1, standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Alert-Id").contains("a1"))
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("alert"))
                .count());
    }

    /** This application has no Flyway, so it runs our files itself. */
    private void migrate() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String file : MIGRATIONS) {
                statement.execute("RUNSCRIPT FROM 'classpath:db/defender-routes/" + file + ".sql'");
            }
        }
    }
}
