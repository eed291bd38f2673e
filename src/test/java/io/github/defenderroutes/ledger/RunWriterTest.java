package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.notice;
import static io.github.defenderroutes.ledger.TestLedger.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunWriterTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyRunsAreWrittenWithTheirNotices() throws Exception {
        List<Claim> claims = claims(500);

        claims.forEach(claim -> ledger.finish(run(claim, Outcome.DONE, 0, notice(claim))));

        assertThat(ledger.flush(10_000)).isTrue();
        assertThat(count("defender_runs")).isEqualTo(500);
        assertThat(count("defender_notices")).isEqualTo(500);
        assertThat(ledger.claims().open()).isEmpty();
    }

    @Test
    void aNoticeIsUniquePerAlertKindAndSeverity() throws Exception {
        Claim claim = claims(1).get(0);

        ledger.finish(run(claim, Outcome.DONE, 0, notice(claim), notice(claim)));

        ledger.flush(5_000);
        assertThat(count("defender_notices")).isEqualTo(1);
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAway() throws Exception {
        List<Claim> claims = claims(3);
        database.isAway(true);
        claims.forEach(claim -> ledger.finish(run(claim, Outcome.DONE, 0, notice(claim))));
        assertThat(ledger.flush(200)).isFalse();

        database.isAway(false);

        assertThat(ledger.flush(10_000)).isTrue();
        assertThat(count("defender_runs")).isEqualTo(3);
        assertThat(count("defender_notices")).isEqualTo(3);
    }

    @Test
    void aRunThatTheDatabaseCannotHoldIsParkedAndDoesNotStopTheOthers() throws Exception {
        List<Claim> claims = claims(2);
        var unwritable =
                new Notice("a kind that is too long for its column", "a0", "", Severity.HIGH, null, null, "{}");

        ledger.finish(run(claims.get(0), Outcome.DONE, 0, unwritable));
        ledger.finish(run(claims.get(1), Outcome.DONE, 0, notice(claims.get(1))));

        assertThat(ledger.flush(5_000)).isTrue();
        assertThat(ledger.claims().state("a0")).contains("parked");
        assertThat(ledger.claims().state("a1")).contains("done");
        assertThat(count("defender_notices")).isEqualTo(1);
    }

    @Test
    void theIsolationsItMetAreWrittenWithIt() throws Exception {
        Claim claim = claims(1).get(0);

        ledger.finish(met("i1", claim));

        ledger.flush(5_000);
        assertThat(ledger.isolationAlerts().of("i1")).containsExactly(behind(claim));
    }

    @Test
    void ofARunWhoseAlertAnotherTookNothingIsWritten() throws Exception {
        Claim claim = claims(1).get(0);
        ledger.finish(run(claim, Outcome.DELAYED, 0));
        again(claim);

        ledger.finish(met("i1", claim));

        ledger.flush(5_000);
        assertThat(ledger.isolationAlerts().of("i1")).isEmpty();
    }

    private static FinishedRun met(String isolation, Claim claim) {
        return run(claim, Outcome.DONE, List.of(new Attached(isolation, behind(claim), "pc-1.example")));
    }

    private static Behind behind(Claim claim) {
        return new Behind(claim.alertId(), Severity.HIGH, "A title", "Malware");
    }

    @Test
    void textWithTheCharacterNulIsWritten() throws Exception {
        Claim claim = claims(1).get(0);

        ledger.finish(new FinishedRun(
                claim, Outcome.DONE, true, Severity.HIGH, "a\0b", "{}", "[]", "{}", List.of(), 0, 0, 0));

        ledger.flush(5_000);
        assertThat(ledger.claims().state(claim.alertId())).contains("done");
    }

    @Test
    void failuresOfTheAlertAndOfTheWorldAreCountedApart() throws Exception {
        Claim claim = claims(1).get(0);
        ledger.finish(run(claim, Outcome.DELAYED, 0));
        claim = again(claim);
        assertThat(claim.delays()).isEqualTo(1);
        ledger.finish(run(claim, Outcome.FAILED, 0));
        claim = again(claim);

        assertThat(claim.attempts()).isEqualTo(1);
        assertThat(claim.delays()).isZero();
    }

    @Test
    void closingWritesWhatIsFinishedAndGivesBackWhatIsNotBegun() {
        Ledger leaving = database.ledger(clock);
        leaving.start();
        leaving.claims().take(List.of(alert("x", "High", "2026-11-20T08:00:00Z"), alert("y", "High", "")), 0, null);
        leaving.finish(run(leaving.claims().begin("x").orElseThrow(), Outcome.DONE, 0));

        leaving.close();

        assertThat(ledger.claims().state("x")).contains("done");
        assertThat(ledger.claims().state("y")).contains("due");
    }

    private Claim again(Claim claim) throws InterruptedException {
        assertThat(ledger.flush(5_000)).isTrue();
        ledger.claims().take(List.of(alert(claim.alertId(), "High", "")), 0, null);
        return ledger.claims().begin(claim.alertId()).orElseThrow();
    }

    private List<Claim> claims(int count) {
        List<Map<String, Object>> page = IntStream.range(0, count)
                .mapToObj(i -> alert("a" + i, "High", "2026-11-20T08:00:00Z"))
                .toList();
        List<Claim> claims = new ArrayList<>();
        ledger.claims()
                .take(page, 0, null)
                .forEach(alert -> claims.add(
                        ledger.claims().begin((String) alert.get("id")).orElseThrow()));
        return claims;
    }

    private long count(String table) {
        return ((Number) database.rows("SELECT COUNT(*) AS n FROM " + table)
                        .get(0)
                        .get("n"))
                .longValue();
    }
}
