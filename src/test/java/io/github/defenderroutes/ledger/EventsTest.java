package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.FinishedRun.Particulars;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.ledger(new HandClock());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsWrittenAsLongAsNobodyWantsIt() {
        ledger.mails().tell(isolated());

        assertThat(ledger.events().next(10)).isEmpty();
    }

    @Test
    void anEventIsThereUntilItWasTold() {
        ledger.events().keep();
        ledger.mails().tell(isolated());
        ledger.mails().tell(isolated()); // known already

        assertThat(ledger.events().next(10)).singleElement().satisfies(event -> {
            assertThat(event.body())
                    .containsEntry("id", event.id())
                    .containsEntry("tenant", TestLedger.TENANT)
                    .containsEntry("type", "isolated")
                    .containsEntry("alertId", "a1")
                    .containsEntry("deviceId", "d1")
                    .containsEntry("severity", "High");
            ledger.events().told(event);
        });
        assertThat(ledger.events().next(10)).isEmpty();
    }

    @Test
    void aRunThatAskedForAnIsolationIsTwoEventsInTheirOrder() {
        ledger.events().keep();
        Claim claim = new Claim("a1", 1, Claim.ALERT, Severity.HIGH, 0, 0, 0, false);

        new Database(database).transaction(c -> {
            EventTable table = new EventTable();
            table.begin();
            table.runs(c, TestLedger.TENANT, List.of(run(claim, Outcome.RETURNED), run(claim, Outcome.DONE)));
            return null;
        });

        assertThat(ledger.events().next(10))
                .extracting(event -> event.body().get("type"))
                .containsExactly("handled", "isolation-requested");
    }

    private static FinishedRun run(Claim claim, Outcome outcome) {
        Particulars about =
                new Particulars("d1", "d1.corp.example", "title", "isolate", "rule", "requested", null, null, null);
        return new FinishedRun(
                claim, outcome, true, Severity.HIGH, null, null, "[]", null, List.of(), 0, 0, 1, about, List.of());
    }

    private static Notice isolated() {
        return new Notice("isolated", "a1", "i1", Severity.HIGH, "d1", null, "{}");
    }
}
