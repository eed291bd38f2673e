package io.github.defenderroutes.spring;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.embedding.HostContext;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Spring Boot application that has our jar on its class path. */
class SpringBootTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());
    private final JdbcConnectionPool database = JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void close() {
        standIn.close();
        database.dispose();
    }

    @Test
    void theTenantStartsWithTheApplicationOnItsDatabaseAndEndsWithIt() {
        standIn.tenant().add(aMachine("d1").name("d1.corp.example"));
        standIn.tenant().add(anAlert("a1").device("d1"));

        application().run(context -> {
            DefenderRoutes app = context.getBean(DefenderRoutes.class);
            await().atMost(SOON).until(() -> app.ledger().claims().state("a1").equals(Optional.of("done")));

            assertThat(health(context)).isEqualTo(Status.UP);
            await().atMost(SOON)
                    .until(() -> context.getBean(MeterRegistry.class)
                                    .get("defender.routes.alerts")
                                    .tags("severity", "High", "outcome", "dry-run")
                                    .functionCounter()
                                    .count()
                            == 1);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("defender.routes.mode")
                            .tag("mode", "dry-run")
                            .gauge()
                            .value())
                    .isOne();
            context.close();
            assertThat(app.isRunning()).isFalse();
        });
    }

    @Test
    void aContextThatWasStoppedIsNotStartedAgain() {
        application().run(context -> {
            context.stop();

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("This tenant was closed. To fix: make a new DefenderRoutes");
        });
    }

    @Test
    void wrongSettingsEndTheApplicationWithAllThatIsWrong() {
        application()
                .withPropertyValues("defender-routes.settings.isolation.mod=enforce")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(new StartFailure()
                                    .analyze(context.getStartupFailure())
                                    .getDescription())
                            .contains("isolation.mod")
                            .contains("Did you mean isolation.mode?");
                });
    }

    @Test
    void aDatabaseThatCannotBeUsedEndsTheApplicationWithWhatToDo() {
        JdbcConnectionPool plain = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
        application().withBean("other", DataSource.class, () -> plain).run(context -> {
            assertThat(context).hasFailed();
            assertThat(new StartFailure().analyze(context.getStartupFailure()).getDescription())
                    .contains("several DataSources")
                    .contains("defender-routes.data-source");
        });
        plain.dispose();
    }

    @Test
    void theApplicationsOwnCamelContextMayUseUsAndStaysItsOwn() {
        CamelContext host = new DefaultCamelContext();
        application().withBean("camelContext", CamelContext.class, () -> host).run(context -> {
            assertThat(context).hasSingleBean(HostContext.class);
            assertThat(context.getBean(CamelContext.class)).isSameAs(host);
            assertThat(context.getBean(DefenderRoutes.class).camel()).isNotSameAs(host);
            assertThat(host.getRoutes()).isEmpty();
            standIn.tenant().add(aMachine("d1").name("d1.corp.example"));
            host.start();
            try (ProducerTemplate caller = host.createProducerTemplate()) {
                Object device = caller.requestBody("kamelet:defender-get-device-action?machineId=d1", null, Map.class);
                assertThat(device).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("id", "d1");
            }
            host.stop();
        });
    }

    @Test
    void aTenantThatIsTurnedOffIsNotThere() {
        application().withPropertyValues("defender-routes.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(DefenderRoutes.class);
        });
    }

    private ApplicationContextRunner application() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DefenderRoutesAutoConfiguration.class, DefenderRoutesActuatorAutoConfiguration.class))
                .withBean("dataSource", DataSource.class, () -> database)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "defender-routes.routes=routes",
                        "defender-routes.config=config",
                        "defender-routes.settings.mail.send.cron=* * * * * ?");
        for (var setting : standIn.settings().entrySet()) {
            runner = runner.withPropertyValues(
                    "defender-routes.settings." + setting.getKey() + "=" + setting.getValue());
        }
        return runner;
    }

    private static Status health(AssertableApplicationContext context) {
        return context.getBean(HealthIndicator.class).health().getStatus();
    }
}
