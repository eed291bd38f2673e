package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Audit.Entry;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code audit}: who did what. */
@Command(
        name = "audit",
        description = "Lists what people did, and what changed how far the program may go; the oldest first.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends OperatorCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = "%-24s  %-20s  %-8s  %-18s  %s%n";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            defaultValue = "7d",
            description = "How long ago, such as 7d or 12h, a day or an instant (default: ${DEFAULT-VALUE}).")
    private Instant since;

    @Option(names = "--json", description = "A line of JSON for each, for a SIEM.")
    private boolean json;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        Audit audit = session.app().desk().audit();
        if (json) {
            audit.since(since, entry -> session.out().println(json(entry)));
        } else {
            session.out().printf(ROW, "WHEN", "WHO", "VIA", "WHAT", "");
            audit.since(since, entry -> row(entry, session.out()));
        }
        return 0;
    }

    private static void row(Entry entry, PrintWriter out) {
        String what = Printable.line(Objects.toString(entry.subject(), ""));
        String detail = Printable.line(Objects.toString(entry.detail(), ""));
        out.printf(
                ROW,
                Instant.ofEpochMilli(entry.at()),
                Printable.line(entry.who()),
                entry.via(),
                entry.action(),
                detail.isEmpty() ? what : what.isEmpty() ? detail : what + ": " + detail);
    }

    private static String json(Entry entry) {
        ObjectNode line = JSON.createObjectNode()
                .put("id", entry.id())
                .put("at", Instant.ofEpochMilli(entry.at()).toString())
                .put("who", entry.who())
                .put("via", entry.via())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("detail", entry.detail());
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
