package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.DelayedAlerts.Delayed;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DelayedAlertsTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAlertThatIsTriedAgainAndAgainIsOwedSinceItWasFirstTaken() throws Exception {
        long first = clock.millis();
        take("a", "High");
        end("a", Outcome.DELAYED, "429", "{\"id\":\"a\"}");
        clock.pass(Duration.ofMinutes(6));
        take("a", "High");
        end("a", Outcome.DELAYED, "still 429", null);
        assertThat(untold()).isEmpty();

        clock.pass(Duration.ofMinutes(4));

        assertThat(untold()).singleElement().satisfies(delayed -> {
            assertThat(delayed.since()).isEqualTo(first);
            assertThat(delayed.tries()).isEqualTo(2);
            assertThat(delayed.reason()).isEqualTo("still 429");
            assertThat(delayed.alert()).contains("{\"id\":\"a\"}");
        });
    }

    @Test
    void anAlertThatIsInHandForTooLongIsDelayedToo() {
        take("a", "High");
        clock.pass(Duration.ofMinutes(10));

        assertThat(untold()).singleElement().satisfies(delayed -> {
            assertThat(delayed.reason()).isNull();
            assertThat(delayed.alert()).isEmpty();
        });
    }

    @Test
    void whatIsDoneParkedOrOfAnotherSeverityIsNotDelayed() throws Exception {
        take("done", "High");
        end("done", Outcome.DONE, null, null);
        take("parked", "High");
        end("parked", Outcome.PARKED, "no", null);
        take("medium", "Medium");
        clock.pass(Duration.ofDays(1));

        assertThat(untold()).isEmpty();
    }

    @Test
    void itIsToldOnceForEachSeverity() throws Exception {
        take("a", "High");
        clock.pass(Duration.ofMinutes(10));
        Notice notice = new Notice(DelayedAlerts.KIND, "a", "", Severity.HIGH, null, null, "{}");

        ledger.delayedAlerts().tell(List.of(notice));
        ledger.delayedAlerts().tell(List.of(notice));

        assertThat(untold()).isEmpty();
        assertThat(database.rows("SELECT id FROM defender_notices")).hasSize(1);
    }

    private List<Delayed> untold() {
        return ledger.delayedAlerts()
                .untold(
                        List.of(Severity.HIGH, Severity.LOW),
                        clock.millis() - Duration.ofMinutes(10).toMillis());
    }

    private void take(String id, String severity) {
        ledger.claims().take(List.of(alert(id, severity, "")), Long.MIN_VALUE, null);
    }

    private void end(String id, Outcome outcome, String detail, String alert) throws InterruptedException {
        Claim claim = ledger.claims().begin(id).orElseThrow();
        ledger.finish(new FinishedRun(
                claim,
                outcome,
                true,
                claim.severity(),
                detail,
                null,
                "[]",
                alert,
                List.of(),
                clock.millis(),
                0,
                clock.millis()));
        assertThat(ledger.flush(5_000)).isTrue();
    }
}
