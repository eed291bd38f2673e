package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.ledger.Audit.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit: who did what, in the order it was done. */
class AuditTest {
    private final TestLedger database = new TestLedger();
    private final HandClock clock = new HandClock();
    private final Audit audit = database.start(clock).audit();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anActIsEnteredWithWhoAndByWhatWay() {
        audit.add(Actor.command("ada"), "release", "device-1", "cleaned");

        assertThat(since(Instant.EPOCH)).singleElement().satisfies(entry -> {
            assertThat(entry.at()).isEqualTo(clock.millis());
            assertThat(entry.who()).isEqualTo("ada");
            assertThat(entry.via()).isEqualTo("command");
            assertThat(entry.action()).isEqualTo("release");
            assertThat(entry.subject()).isEqualTo("device-1");
            assertThat(entry.detail()).isEqualTo("cleaned");
        });
    }

    @Test
    void onlyWhatWasDoneSinceThenIsGiven() {
        audit.add(Actor.page("ada"), "approve", "case-1", null);
        clock.pass(Duration.ofHours(1));
        Instant then = clock.instant();
        audit.add(Actor.page("bob"), "deny", "case-2", null);

        assertThat(since(then)).extracting(Entry::subject).containsExactly("case-2");
    }

    @Test
    void manyActsOfOneInstantAreAllGivenOnce() {
        IntStream.range(0, 1_200).forEach(i -> audit.add(Actor.program("test"), "count", String.valueOf(i), null));

        assertThat(since(Instant.EPOCH))
                .extracting(Entry::subject)
                .doesNotHaveDuplicates()
                .hasSize(1_200);
    }

    private List<Entry> since(Instant from) {
        List<Entry> entries = new ArrayList<>();
        audit.since(from, entries::add);
        return entries;
    }
}
