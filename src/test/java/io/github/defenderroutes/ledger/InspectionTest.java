package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.ledger.Calls.Call;
import io.github.defenderroutes.ledger.Calls.Limit;
import io.github.defenderroutes.ledger.Calls.Quota;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectionTest {
    private static final List<Limit> PLENTY = List.of(new Limit(Calls.ALL, Duration.ofHours(1), 100, "for this test"));

    private final HandClock clock = new HandClock();
    private final TestLedger database = TestLedger.migrated();
    private final Ledger mine = database.ledger(clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void itNamesTheTablesVersionAndWhoIsAtWork() {
        assertThat(mine.inspect().processes()).isEmpty();

        database.start(clock);

        assertThat(mine.inspect().schema()).matches("[1-9]\\d*");
        assertThat(mine.inspect().processes())
                .singleElement()
                .asString()
                .startsWith("process " + ProcessHandle.current().pid() + " on ");
    }

    @Test
    void theCallsOfAllProcessesAreCountedForEachApi() {
        Ledger other = database.start(clock);
        call(mine, "defender");
        call(other, "defender");
        call(other, "graph");

        assertThat(mine.inspect().usage().get("defender"))
                .returns(2, Usage::lastMinute)
                .returns(2, Usage::lastHour);
        assertThat(mine.inspect().usage().get("graph")).returns(1, Usage::lastMinute);

        clock.pass(Duration.ofMinutes(2));
        assertThat(mine.inspect().usage().get("defender"))
                .returns(0, Usage::lastMinute)
                .returns(2, Usage::lastHour);
    }

    @Test
    void whatTheServiceWasSeenToAllowIsToldWithItsPause() {
        long until = clock.millis() + 30_000;
        mine.calls()
                .learn(
                        "defender",
                        "list-alerts",
                        Duration.ofSeconds(80),
                        (known, byOperation, byAll) ->
                                List.of(new Quota("list-alerts", OptionalInt.of(45), clock.millis(), until)));

        assertThat(mine.inspect().usage().get("defender").learned())
                .containsExactly(new Usage.Learned("list-alerts", 45, clock.millis(), until));
    }

    @Test
    void aDatabaseThatIsAwayIsTold() {
        database.isAway(true);

        assertThatThrownBy(mine::inspect).isInstanceOf(LedgerException.class);
    }

    private static void call(Ledger ledger, String api) {
        String id = UUID.randomUUID().toString();
        assertThat(ledger.calls()
                        .ask(new Call(id, api, "list-alerts", "rest", Duration.ofSeconds(40)), known -> PLENTY))
                .isEmpty();
        ledger.calls().ended(id);
    }
}
