package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.TENANT;
import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.notice;
import static io.github.defenderroutes.ledger.TestLedger.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PruningTest {
    private static final Duration HISTORY = Duration.ofDays(90);
    private static final Duration CLAIMS = Duration.ofDays(400);
    private static final Duration HUNTED = Duration.ofDays(30);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Pruning pruning = new Pruning(new Database(database), TENANT, clock);

    @BeforeEach
    void anAlertThatWasHandledAndMailed() throws Exception {
        ledger.claims().take(List.of(alert("da1", "High", "2026-11-20T10:00:00Z")), Long.MIN_VALUE, null);
        Claim claim = ledger.claims().begin("da1").orElseThrow();
        ledger.finish(run(claim, Outcome.DONE, 0, notice(claim)));
        ledger.flush(5_000);
        ledger.mails().seal("corp.example");
        ledger.mails().sent(ledger.mails().due().orElseThrow());
        database.update("UPDATE defender_claims SET changed_at = ?", clock.millis());
        database.update("UPDATE defender_runs SET finished_at = ?", clock.millis());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theHistoryIsForgottenBeforeTheClaim() {
        clock.pass(HISTORY.plusDays(1));

        prune();

        assertThat(count("defender_runs")).isZero();
        assertThat(count("defender_claims")).isEqualTo(1);
        assertThat(count("defender_notices")).as("guards against a second mail").isEqualTo(1);
    }

    @Test
    void whatIsOldEnoughIsForgottenAltogether() {
        clock.pass(CLAIMS.plusDays(1));

        prune();

        assertThat(count("defender_runs")).isZero();
        assertThat(count("defender_claims")).isZero();
        assertThat(count("defender_notices")).isZero();
        assertThat(count("defender_mails")).isZero();
    }

    @Test
    void whatIsOpenIsNeverForgotten() {
        ledger.claims().take(List.of(alert("da2", "High", "2026-11-20T10:00:00Z")), Long.MIN_VALUE, null);
        ledger.isolations().request("d1", "da2", "Full", List.of());
        clock.pass(CLAIMS.plusDays(1));

        prune();

        assertThat(database.rows("SELECT alert_id FROM defender_claims")).hasSize(1);
        assertThat(ledger.isolations().open("d1")).isPresent();
    }

    @Test
    void callsAreForgottenWhenTheyCountNoLonger() {
        var many = new Calls.Limit(Calls.ALL, Duration.ofHours(1), 1_500, "");
        ledger.calls()
                .ask(new Calls.Call("c1", "defender", "get-alert", "rest", Duration.ZERO), known -> List.of(many));
        clock.pass(Duration.ofHours(1));
        prune();
        assertThat(count("defender_calls")).isEqualTo(1);

        clock.pass(Duration.ofHours(1));
        prune();
        assertThat(count("defender_calls")).isZero();
    }

    @Test
    void theRowsOfAHuntAreForgottenWhenTheyMayBeToldAgain() {
        Hunts hunts = ledger.hunts();
        Hunts.Schedule taken =
                hunts.take(hunts.schedule("a", "0 0 * * * ?", 0), HUNTED).orElseThrow();
        hunts.finish(taken, clock.instant(), List.of("key-1", "key-2"), null, List.of());

        clock.pass(HUNTED.minusDays(1));
        prune();
        assertThat(hunts.told("a", List.of("key-1"))).isNotEmpty();

        clock.pass(Duration.ofDays(2));
        prune();
        assertThat(hunts.told("a", List.of("key-1", "key-2"))).isEmpty();
    }

    private void prune() {
        pruning.prune(HISTORY, CLAIMS, HUNTED);
    }

    private int count(String table) {
        return database.rows("SELECT 1 FROM " + table).size();
    }
}
