package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesAndCursorsTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger one = database.start(clock);
    private final Ledger two = database.start(clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneProcessLeadsAJobAndKeepsIt() {
        assertThat(one.leads("poll")).isTrue();
        assertThat(two.leads("poll")).isFalse();
        assertThat(one.leads("poll")).isTrue();
        assertThat(two.leads("another job")).isTrue();
    }

    @Test
    void ofTwoThatWantAJobAtOnceOneGetsIt() throws Exception {
        var next = new ArrayList<>(List.of(one, two));

        List<Boolean> leads = Together.run(2, () -> {
            Ledger mine;
            synchronized (next) {
                mine = next.remove(0);
            }
            return mine.leads("poll");
        });

        assertThat(leads).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void anotherTakesOverFromOneThatHasDied() {
        one.leads("poll");
        clock.pass(Worker.PRESUMED_DEAD.plusSeconds(1));
        database.start(clock);

        assertThat(database.start(clock).leads("poll")).isTrue();
    }

    @Test
    void aLeaseThatIsNotRenewedRunsOut() {
        one.leads("poll");
        clock.pass(Duration.ofSeconds(61));

        assertThat(two.leads("poll")).isTrue();
    }

    @Test
    void aLeaseIsWrittenAnewInTheSecondHalfOfItsTerm() {
        one.leads("poll");
        Object until = until("poll");
        clock.pass(Duration.ofSeconds(29));
        one.leads("poll");
        assertThat(until("poll")).isEqualTo(until);

        clock.pass(Duration.ofSeconds(2));
        one.leads("poll");

        assertThat(until("poll")).isEqualTo(clock.millis() + 60_000);
    }

    @Test
    void aClockThatIsSetBackMakesNoLeaseLonger() {
        one.leads("poll");
        clock.pass(Duration.ofHours(-1));
        assertThat(one.leads("poll")).isTrue();
        clock.pass(Duration.ofSeconds(61));

        assertThat(two.leads("poll")).isTrue();
    }

    private Object until(String job) {
        return database.rows("SELECT until_at FROM defender_leases WHERE name = ?", job)
                .get(0)
                .get("until_at");
    }

    @Test
    void theFirstStartIsRemembered() {
        long first = one.cursors().firstStart();
        clock.pass(Duration.ofDays(3));

        assertThat(two.cursors().firstStart()).isEqualTo(first);
        assertThat(one.cursors().read("alerts")).isEmpty();
        assertThat(one.cursors().writtenAt("alerts")).isEmpty();
    }
}
