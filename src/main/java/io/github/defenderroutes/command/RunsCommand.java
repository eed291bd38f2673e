package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs}: what was done for each alert. */
@Command(
        name = "runs",
        description = "Lists what was done for each alert, the newest first.",
        subcommands = {RunsShowCommand.class, RunsCommand.Text.class},
        mixinStandardHelpOptions = true)
final class RunsCommand extends OperatorCommand {
    private static final String ROW = "%-20s %-13s %-12s %-24s %-24s %s%n";
    private static final int NAME = 24;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            defaultValue = "1d",
            description = "How long ago, such as 14d or 6h, a day or an instant (default: ${DEFAULT-VALUE}).")
    private Instant since;

    @Option(names = "--severity", description = "Only this severity, in Defender's word.")
    private String severity;

    @Option(
            names = "--outcome",
            description = "Only these: done, delayed, failed, parked; never, dry-run, approve, isolate;"
                    + " requested, under-way, isolated, refused, stopped, capped.")
    private String outcome;

    @Option(names = "--device", description = "Only this device, by its id or its name.")
    private String device;

    @Option(names = "--alert", paramLabel = "ID", description = "Only this alert, however long ago.")
    private String alert;

    @Option(
            names = "--text",
            description = "Only where this stands in title, device, rule or reason, in small letters or not.")
    private String text;

    @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        History.Page page = session.app().desk().history().page(filter(session), null, limit);
        if (json) {
            ArrayNode runs = new ObjectMapper().createArrayNode();
            page.runs().forEach(run -> runs.add(RunText.json(run)));
            session.out().println(runs.toPrettyString());
        } else {
            table(page, session);
        }
        return 0;
    }

    private RunFilter filter(Session session) {
        Optional<String> deviceId = Optional.ofNullable(device)
                .map(name -> session.app().ledger().runs().device(name).orElse(name));
        return new RunFilter(
                alert == null ? since : null,
                severity == null ? null : Severity.of(severity),
                outcome,
                deviceId.orElse(null),
                alert,
                text);
    }

    private static void table(History.Page page, Session session) {
        if (page.runs().isEmpty()) {
            session.out().println("None.");
            return;
        }
        session.out().printf(ROW, "ENDED", "SEVERITY", "RESULT", "DEVICE", "ALERT", "RUN");
        page.runs().forEach(run -> session.out()
                .printf(
                        ROW,
                        RunText.time(run.finishedAt()),
                        run.severity(),
                        run.result(),
                        cut(RunText.device(run)),
                        cut(Printable.line(run.alertId())),
                        run.id()));
        page.next().ifPresent(more -> session.out()
                .printf(
                        "These are the last %d; there are more: --limit, or a shorter --since.%n",
                        page.runs().size()));
    }

    private static String cut(String text) {
        return text.length() <= NAME ? text : text.substring(0, NAME - 1) + "…";
    }

    /** {@code runs text HASH}: what was decided by. */
    @Command(
            name = "text",
            description =
                    "Prints the routes, guardrails or settings that runs show names by a hash, as they were then.",
            mixinStandardHelpOptions = true)
    static final class Text extends OperatorCommand {
        @Parameters(paramLabel = "HASH", description = "As runs show names it; at least the first 8 digits.")
        private String hash;

        @Override
        int perform(Session session) {
            session.app().openLedger();
            Optional<Versions.Text> text = session.app().desk().history().text(hash);
            text.ifPresentOrElse(
                    found -> List.of(found.text().split("\\R", -1))
                            .forEach(line -> session.out().println(Printable.indented(line))),
                    () -> session.problems()
                            .printf(
                                    "There is no text %s. To fix: take a hash from runs show.%n",
                                    Printable.line(hash)));
            return text.isPresent() ? 0 : 1;
        }
    }
}
