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
        mails.forEach(mail -> out.println("Mail " + mail.messageId()
                + (mail.problem() == null
                        ? " has not been tried yet."
                        : " is tried again %s: %s".formatted(Instant.ofEpochMilli(mail.dueAt()), mail.problem()))));
        var parked = ledger.parked().mails(SHOWN);
        parked.forEach(mail -> out.printf(
                "Mail %s was set aside after %d tries, %d alert%s: %s%n",
                mail.messageId(), mail.tries(), mail.alerts(), mail.alerts() == 1 ? "" : "s", mail.reason()));
        out.flush();
        return waiting.isEmpty() && mails.isEmpty() && parked.isEmpty();
    }

    /** Says what was done for one alert since a time; returns whether there is anything to say. */
    static boolean print(Ledger ledger, String alertId, long since, PrintWriter out) {
        var ended = ledger.runs().since(since).stream()
                .filter(run -> run.alertId().equals(alertId))
                .toList();
        ended.forEach(run -> out.println("Handled: " + line(run)));
        return !ended.isEmpty();
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
