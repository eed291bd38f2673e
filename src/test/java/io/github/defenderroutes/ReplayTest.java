package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.recorded.KeptRuns;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.RecordedRuns;
import io.github.defenderroutes.recorded.Recording;
import io.github.defenderroutes.recorded.TenantAlerts;
import io.github.defenderroutes.replay.Replay;
import io.github.defenderroutes.replay.Replay.Difference;
import io.github.defenderroutes.replay.Replay.Edition;
import io.github.defenderroutes.replay.Tally;
import io.github.defenderroutes.standin.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was handled, or what the tenant shows, played once more. */
class ReplayTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void theHistoryIsPlayedAsItWasHandledWithTheDevicesOfThenAndEachAlertAsIfItWereTheFirst() {
        our.alertOn("d1");
        our.tenant().add(anAlert("second").device("d1"));
        our.alertOn("d2").title("another");
        our.device("d3").tenant().add(anAlert("low").severity("Low").device("d3"));
        our.tick();
        our.tenant().resolve("alert-d1");
        our.tenant().removeMachine("d1");
        our.clock.advance(Duration.ofDays(3)); // far beyond isolation.max-age
        our.standIn.forgetCalls();

        Tally tally = replay(history(), Optional.empty(), new ArrayList<>());

        assertThat(tally.alerts()).as("the low one is not kept").isEqualTo(3);
        assertThat(tally.today()).isEqualTo(Map.of("requested", 3));
        assertThat(tally.withoutDevice()).isZero();
        assertThat(our.standIn.calls()).isEmpty();
    }

    @Test
    void theSameSettingsButOneAreComparedAlertByAlert() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();
        List<Difference> differences = new ArrayList<>();

        Tally tally = replay(history(), Optional.of(edition("isolation.severities", "Medium")), differences);

        assertThat(tally.differing()).isEqualTo(2);
        assertThat(differences).extracting(one -> one.today().result()).containsOnly("requested");
        assertThat(differences).extracting(one -> one.edited().rule()).containsOnly("severity-does-not-isolate");
    }

    @Test
    void theTenantIsOnlyReadAndItsResolvedAlertsCanBePlayedAsNew() {
        for (int i = 0; i < 30; i++) {
            our.tenant().add(aMachine("d" + i)).add(anAlert("a" + i).device("d" + i));
        }
        our.tenant().resolve("a0");

        Tally asTheyAre = replay(tenant(), Optional.empty(), new ArrayList<>());
        Tally asNew = replay(tenant(), Optional.empty(), new ArrayList<>(), RecordedAlert::asNew);

        assertThat(asTheyAre.today()).isEqualTo(Map.of("requested", 29, "never", 1));
        assertThat(asTheyAre.resolved()).isEqualTo(1);
        assertThat(asNew.today()).isEqualTo(Map.of("requested", 30));
        assertThat(our.standIn.calls())
                .filteredOn(call -> !call.path().contains("/oauth2/")) // signing in
                .extracting(Call::method)
                .containsOnly("GET");
        assertThat(our.standIn.calls("list-alerts")).hasSize(2);
        assertThat(our.standIn.calls("list-devices")).as("in groups of twenty").hasSize(4);
    }

    @Test
    void theHistoryOfARunningProcessIsReadThroughItAndItCountsWhatIsAskedBesides() {
        try (Child child = new Child(folder).alerts(0, 2)) {
            ChildProcess run = child.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> child.mailed().size() == 2);

            CommandLineCall replayed =
                    CommandLineCall.here(child.settings(), "replay", "--since", "1d", "--against", "routes");

            CommandLineCall explained = CommandLineCall.here(child.settings(), "explain", "a0");
            CommandLineCall unknown = CommandLineCall.here(child.settings(), "explain", "nobody");

            assertThat(run.isAlive()).isTrue();
            assertThat(replayed.exitCode()).as(replayed.problems()).isZero();
            assertThat(replayed.out()).contains("Decided differently: 0 of 2.").containsPattern("requested +2");
            assertThat(explained.exitCode()).as(explained.problems()).isZero();
            assertThat(explained.out()).contains("read from the tenant", "GET /api/alerts/a0  <- the tenant");
            assertThat(unknown.exitCode()).isOne();
            assertThat(unknown.out()).contains("Result: not taken: Defender refused get-alert: 404");
        }
    }

    private RecordedRuns history() {
        our.app();
        return new RecordedRuns(next -> KeptRuns.read(our.app().ledger(), LONG_AGO, next));
    }

    private TenantAlerts tenant() {
        our.app().openLedger();
        return new TenantAlerts(our.app().links().connector(), "defender", LONG_AGO, wait -> {
            throw new AssertionError("The quota is large enough");
        });
    }

    private Edition edition(String... keysAndValues) {
        return new Edition(
                Application.settings(our.standIn, Application.memory("never-opened"), keysAndValues),
                Application.ROUTES);
    }

    private Tally replay(Recording recording, Optional<Edition> edited, List<Difference> differences) {
        return replay(recording, edited, differences, UnaryOperator.identity());
    }

    private Tally replay(
            Recording recording,
            Optional<Edition> edited,
            List<Difference> differences,
            UnaryOperator<RecordedAlert> as) {
        try (Replay replay = new Replay(recording, edition(), edited)) {
            return replay.run(as, differences::add);
        }
    }
}
