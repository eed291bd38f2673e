package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Audit.Entry;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another isolation.mode than at the last start: put on record, mailed, and of no effect on what was handled before. */
class ModeChangeTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void fromDryRunToEnforceIsMailedAndAuditedAndNoAlertHandledBeforeIsolates() {
        our.with("isolation.mode", "dry-run").alertOn("d1");
        our.tick();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("[DRY RUN]");

        our.stop();
        our.with("isolation.mode", "enforce").alertOn("d2");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(changes()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Defender Routes: isolation.mode is enforce now");
            assertThat(mail.text()).contains("DEVICES LOSE THEIR NETWORK", "Before:", "dry-run");
        });
        assertThat(audit())
                .filteredOn(entry -> entry.action().equals("isolation-mode"))
                .extracting(Entry::detail)
                .containsExactly("first start: dry-run", "dry-run -> enforce");
    }

    @Test
    void theFirstStartAndARestartInTheSameModeAreNoNews() {
        our.tick().stop();
        our.tickAfter(A_MINUTE);

        assertThat(changes()).isEmpty();
    }

    private List<ReceivedMail> changes() {
        return our.mails().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("mode-changed"))
                .toList();
    }

    private List<Entry> audit() {
        List<Entry> entries = new ArrayList<>();
        our.app().desk().audit().since(Instant.EPOCH, entries::add);
        return entries;
    }
}
