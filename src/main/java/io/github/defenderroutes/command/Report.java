package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Runs.Ended;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Says what was done since a time, and what is due later. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 20;

    private Report() {}

    /** @return whether nothing is left to do or to look at */
    static boolean print(Ledger ledger, long since, PrintWriter out) {
        var ended = ledger.runs().since(since);
        out.printf("Handled %d alert%s.%n", ended.size(), ended.size() == 1 ? "" : "s");
        ended.forEach(run -> out.println("  " + line(run)));
        var waiting = ledger.claims().waiting(SHOWN);
        waiting.forEach(due -> out.printf(
                "Due again %s: alert %s: %s%n", Instant.ofEpochMilli(due.dueAt()), due.alertId(), due.reason()));
        var mails = ledger.mails().waiting(SHOWN);
        mails.forEach(mail -> out.printf(
                "Mail %s waits until %s: %s%n",
                mail.messageId(),
                Instant.ofEpochMilli(mail.dueAt()),
                mail.problem() == null ? "not tried yet" : mail.problem()));
        var parked = ledger.mails().parked(SHOWN);
        parked.forEach(mail -> out.printf(
                "Mail %s was set aside after %d tries, %d alert%s: %s%n",
                mail.messageId(), mail.tries(), mail.alerts(), mail.alerts() == 1 ? "" : "s", mail.problem()));
        out.flush();
        return waiting.isEmpty() && mails.isEmpty() && parked.isEmpty();
    }

    static String line(Ended run) {
        String decided = run.decision() == null ? run.outcome() : decided(run.decision());
        String detail = run.detail() == null ? "" : ": " + run.detail();
        return "%-13s %s  %s%s%s"
                .formatted(
                        run.severity(),
                        run.alertId(),
                        run.kind().equals("raised") ? "(raised) " : "",
                        decided,
                        run.outcome().equals("done") ? detail : " [" + run.outcome() + "]" + detail);
    }

    private static String decided(String json) {
        try {
            JsonNode decision = JSON.readTree(json);
            return "%s (%s) %s"
                    .formatted(
                            decision.path("outcome").asText(),
                            decision.path("rule").asText(),
                            decision.path("because").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
