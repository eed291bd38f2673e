package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.operations.Health.Check;
import io.github.defenderroutes.operations.Health.Report;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watcher is told of a running process: health, and figures for Prometheus. */
class OperationsTest {
    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aProcessThatPolledAndMailedIsAliveAndReady() throws IOException {
        our.alertOn("d1");
        our.tick();

        Report ready = our.app().desk().health().ready();

        assertThat(ready.checks()).allMatch(Check::up);
        assertThat(ready.checks())
                .extracting(Check::name)
                .containsExactly("routes", "database", "poll", "token", "mail");
        assertThat(our.app().desk().health().live().up()).isTrue();
        JsonNode json = new ObjectMapper().readTree(ready.json());
        assertThat(json.path("status").asText()).isEqualTo("UP");
        assertThat(json.at("/checks/2/name").asText()).isEqualTo("poll");
    }

    @Test
    void beforeItsStartItIsNeither() {
        assertThat(our.app().desk().health().live().up()).isFalse();
        assertThat(our.app().desk().health().ready().up()).isFalse();
    }

    @Test
    void whileDefenderIsAwayItIsAliveButNotReadyAndSaysWhy() {
        our.tick();
        our.faults().always("list-alerts", Fault.status(503));

        our.tickAfter(Duration.ofMinutes(11));

        assertThat(our.app().desk().health().live().up()).isTrue();
        assertThat(down()).singleElement().satisfies(check -> {
            assertThat(check.name()).isEqualTo("poll");
            assertThat(check.detail()).contains("the last good poll was at", "503");
        });
    }

    @Test
    void withoutATokenItIsNotReady() {
        our.tick();
        our.standIn.login().clientSecret("another");
        our.clock.advance(Duration.ofHours(2));

        our.tick();

        assertThat(down()).extracting(Check::name).contains("token");
        assertThat(our.app().desk().health().ready().json())
                .doesNotContain(our.standIn.settings().get("defender.client-secret"));
    }

    @Test
    void withMailsThatWaitTooLongItIsNotReady() {
        our.alertOn("d1");
        our.standIn.mails().makeUnavailable();
        our.tick().tickAfter(Duration.ofMinutes(11));

        assertThat(down()).extracting(Check::name).containsExactly("mail");
    }

    @Test
    void alertsAndIsolationsAreCountedByWhatCameOfThem() {
        our.tenant().react("d2", Reaction.refusesPlatform("Windows11"));
        our.alertOn("d1");
        our.alertOn("d2");
        our.device("d3").tenant().add(anAlert("a3").device("d3").severity("Medium"));

        our.tick().tickAfter(Duration.ofMinutes(1));

        assertThat(our.app().desk().metrics().scrape())
                .contains("defender_routes_alerts_total{outcome=\"isolate\",severity=\"High\"} 2.0")
                .contains("defender_routes_alerts_total{outcome=\"never\",severity=\"Medium\"} 1.0")
                .contains("defender_routes_isolations_total{outcome=\"requested\"} 1.0")
                .contains("defender_routes_isolations_total{outcome=\"refused\"} 1.0")
                .contains("defender_routes_isolations_total{outcome=\"isolated\"} 1.0")
                .contains("defender_routes_isolation_requested_seconds_count 1")
                .contains("defender_routes_isolation_confirmed_seconds_count 1")
                .contains("defender_routes_poll_lag_seconds 0.")
                .contains("defender_routes_database_up 1.0")
                .contains("defender_routes_mode{mode=\"enforce\"} 1.0")
                .contains("defender_routes_calls{api=\"defender\",window=\"minute\"}")
                .contains("defender_routes_kill_switch_on 0.0");
    }

    @Test
    void anIsolationIsCountedOnceHoweverManyAlertsMeetIt() {
        our.alertOn("d1");
        our.tick().tenant().add(anAlert("meets-a-request").device("d1"));
        our.tick()
                .tickAfter(Duration.ofMinutes(2))
                .tenant()
                .add(anAlert("meets-an-isolation").device("d1"));
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.app().desk().metrics().scrape())
                .contains("defender_routes_alerts_total{outcome=\"isolate\",severity=\"High\"} 3.0")
                .contains("defender_routes_isolations_total{outcome=\"requested\"} 1.0")
                .contains("defender_routes_isolations_total{outcome=\"isolated\"} 1.0")
                .contains("defender_routes_isolations_total{outcome=\"under-way\"} 2.0");
    }

    @Test
    void whatWaitsAndWhatIsSwitchedIsExported() {
        our.alertOn("d1");
        our.standIn.mails().makeUnavailable();
        our.faults().next("list-alerts", Fault.status(429));
        our.tick().tickAfter(Duration.ofMinutes(2)).tickAfter(Duration.ofMinutes(3));
        our.app().desk().killSwitch().turnOn(Actor.command("ada"), "a drill");

        assertThat(our.app().desk().metrics().scrape())
                .contains("defender_routes_throttled_total{api=\"defender\"} 1.0")
                .contains("defender_routes_mails_waiting 2.0")
                .contains("defender_routes_oldest_waiting_mail_seconds 180.")
                .contains("defender_routes_kill_switch_on 1.0")
                .contains("defender_routes_breaker_open 0.0");
    }

    @Test
    void nothingFromOutsideBecomesALabel() {
        our.alertOn("d1").title("hostile\"} 1\n# x").severity("Ultra");
        our.tick();

        assertThat(our.app().desk().metrics().scrape().lines())
                .allMatch(
                        line -> line.matches(
                                "# (HELP|TYPE) .*|defender_routes_[a-z_]+(\\{[a-z]+=\"[A-Za-z0-9.+-]+\"(,[a-z]+=\"[A-Za-z0-9.+-]+\")*})? [0-9.E+-]+"));
    }

    private List<Check> down() {
        return our.app().desk().health().ready().checks().stream()
                .filter(check -> !check.up())
                .toList();
    }
}
