package io.github.defenderroutes.alarm;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.ledger.Runs.Late;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of the alerts that came while nothing was polled. */
final class CatchUp {
    private static final long WRITTEN_WITHIN_MILLIS = 5_000;
    private static final int SHOWN = 20;

    private final Ledger ledger;
    private final Settings settings;

    CatchUp(Ledger ledger, Settings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /** Paragraphs for people; empty if the database does not say. */
    Optional<String> since(Instant since) {
        try {
            ledger.flush(WRITTEN_WITHIN_MILLIS);
            return Optional.of(text(since.toEpochMilli()));
        } catch (LedgerException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String text(long since) {
        int handled = ledger.runs().handledSince(since);
        List<Late> late = ledger.runs().lateSince(since, SHOWN + 1);
        Overview now = ledger.overview();
        int waiting = now.claimedAlerts() + now.dueAlerts() + now.offeredAlerts();
        return "Caught up: %d alert%s handled since then%s.\n\n%s"
                .formatted(
                        handled,
                        handled == 1 ? " was" : "s were",
                        waiting == 0
                                ? ""
                                : ", and %d wait%s for their turn".formatted(waiting, waiting == 1 ? "s" : ""),
                        late.isEmpty() ? "None of them was too old to be acted on." : tooOld(late));
    }

    private String tooOld(List<Late> late) {
        String names = late.stream()
                .limit(SHOWN)
                .map(alert -> alert.severity() + " " + alert.alertId())
                .collect(Collectors.joining("\n"));
        return "Not acted on by themselves, because by then they were older than isolation.max-age = %s:\n%s%s\n\nTo fix: look at these; each has a mail of its own, and the portal isolates by hand."
                .formatted(settings.text("isolation.max-age"), names, late.size() > SHOWN ? "\nand more" : "");
    }
}
