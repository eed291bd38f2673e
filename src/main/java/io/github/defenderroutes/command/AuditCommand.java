package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Audit.Entry;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: who did what. */
@Command(
        name = "audit",
        description = "Lists what people did, and what changed how far the program may go; the oldest first.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends OperatorCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");
    private static final String ROW = "%-24s  %-20s  %-8s  %-18s  %s%n";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "How long ago (30m, 12h, 7d), or when (2026-11-20T00:00:00Z). Default: ${DEFAULT-VALUE}.")
    private String since;

    @Option(names = "--json", description = "A line of JSON for each, for a SIEM.")
    private boolean json;

    @Spec
    private CommandSpec self;

    @Override
    int perform(Session session) {
        Instant from = from(Instant.now());
        session.app().openLedger();
        Audit audit = session.app().desk().audit();
        if (json) {
            audit.since(from, entry -> session.out().println(json(entry)));
        } else {
            session.out().printf(ROW, "WHEN", "WHO", "VIA", "WHAT", "");
            audit.since(from, entry -> row(entry, session.out()));
        }
        return 0;
    }

    private Instant from(Instant now) {
        Matcher ago = AGO.matcher(since);
        if (ago.matches()) {
            long many = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "m" -> Duration.ofMinutes(many);
                        case "h" -> Duration.ofHours(many);
                        default -> Duration.ofDays(many);
                    });
        }
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    self.commandLine(),
                    "--since %s is no time. To fix: write 30m, 12h, 7d or 2026-11-20T00:00:00Z."
                            .formatted(Printable.line(since)));
        }
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
