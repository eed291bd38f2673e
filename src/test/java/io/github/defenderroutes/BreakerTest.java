package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit.Entry;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Past the cap the breaker opens: told once, and closed by nobody but a person. */
class BreakerTest {
    private static final Actor ADA = Actor.page("ada");

    private final Installation our =
            new Installation().with("isolation.cap.per-hour", "2").with("isolation.cap.per-day", "9");

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void itIsToldOnceHowManyAndWhich() {
        alertsOn("d1", "d2", "d3", "d4");

        our.tick().tickAfter(Duration.ofMinutes(1)).stop();
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(news()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Defender Routes: breaker OPEN, no device is isolated by itself");
            assertThat(mail.text())
                    .containsPattern("Requested in the day before: +2")
                    .contains("isolation.cap.per-hour = 2 is exhausted", "breaker close --reason TEXT");
            assertThat(mail.text().lines().filter(line -> line.startsWith("Device.")))
                    .hasSize(2);
        });
    }

    @Test
    void whenTheHourIsOverItIsStillOpenAndWhenClosedDevicesAreIsolatedAgain() {
        alertsOn("d1", "d2", "d3");
        our.tick();
        alertsOn("d4");
        our.tickAfter(Duration.ofHours(2))
                .tickAfter(Duration.ofMinutes(2)); // a mail asks about several devices at once
        assertThat(our.acceptedIsolationsOf("d4")).isZero();
        assertThat(our.mailAbout("alert-d4").text()).contains("the breaker has been open since");

        assertThat(our.app().desk().breaker().close(ADA, "a worm")).isTrue();
        assertThat(our.app().desk().breaker().close(ADA, "again")).isFalse();

        alertsOn("d5");
        our.tickAfter(Duration.ofMinutes(1));
        assertThat(our.acceptedIsolationsOf("d5")).isOne();
        assertThat(our.acceptedIsolationsOf("d4")).isZero();
        assertThat(audit()).extracting(Entry::action).contains("breaker-open", "breaker-close");
    }

    @Test
    void whoeverClosesItBeforeTheHourIsOverGivesRoomForAsManyMoreAndThenItOpensAnew() {
        alertsOn("d1", "d2", "d3");
        our.tick();
        our.app().desk().breaker().close(ADA, "a worm");

        alertsOn("d4", "d5", "d6");
        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.tenant().actions()).hasSize(4);
        assertThat(news()).hasSize(2);
    }

    private void alertsOn(String... devices) {
        for (String device : devices) {
            our.alertOn(device);
        }
    }

    private List<ReceivedMail> news() {
        return our.mails().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("breaker-open"))
                .toList();
    }

    private List<Entry> audit() {
        List<Entry> entries = new ArrayList<>();
        our.app().desk().audit().since(Instant.EPOCH, entries::add);
        return entries;
    }
}
