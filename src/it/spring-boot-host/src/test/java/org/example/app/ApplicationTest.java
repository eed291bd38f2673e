package org.example.app;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application against the stand-in, which imitates the tenant and its mail server. */
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:soc;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
            "defender-routes.settings.isolation.mode=enforce",
            "defender-routes.settings.mail.send.cron=* * * * * ?"
        })
@DirtiesContext
class ApplicationTest {
    private static final StandIn STAND_IN = StandIn.start(StandInOptions.defaults());

    @Autowired
    private CamelContext camel;

    @Autowired
    private DefenderRoutes defender;

    @Autowired
    private DataSource database;

    @Autowired
    private HealthEndpoint health;

    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void standIn(DynamicPropertyRegistry registry) {
        STAND_IN.settings().forEach((key, value) -> registry.add("defender-routes.settings." + key, () -> value));
    }

    @AfterAll
    static void close() {
        STAND_IN.close();
    }

    @Test
    void anAlertIsHandedInIsolatedMailedAndToldBack() throws Exception {
        STAND_IN.tenant().add(aMachine("d1").name("d1.corp.example"));
        STAND_IN.tenant().add(anAlert("a1").device("d1"));

        List<Object> types = new ArrayList<>();
        try (ProducerTemplate send = camel.createProducerTemplate();
                ConsumerTemplate told = camel.createConsumerTemplate()) {
            send.sendBody("seda:alerts", "a1");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Map<?, ?> event = told.receiveBody("seda:told", 1_000, Map.class);
                if (event != null) {
                    types.add(event.get("type"));
                }
                return types.contains("mail-sent");
            });
        }

        assertThat(types).contains("handled", "isolation-requested");
        assertThat(STAND_IN.tenant().acceptedIsolations("d1")).hasSize(1);
        assertThat(new JdbcTemplate(database).queryForObject("SELECT COUNT(*) FROM defender_runs", Integer.class))
                .isOne();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(meters.get("defender.routes.alerts")
                        .tags("severity", "High", "outcome", "isolate")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(camel.getName()).isEqualTo("soc");
        assertThat(camel.getRoutes()).extracting(route -> route.getRouteId()).containsExactlyInAnyOrder("hand-in", "pass-on");
        assertThat(defender.camel()).isNotSameAs(camel);
    }
}
