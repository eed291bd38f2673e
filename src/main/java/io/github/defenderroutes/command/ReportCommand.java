package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.report.Report;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: whom we would have isolated, and what really happened. */
@Command(
        name = "report",
        description =
                "Compares what was decided with what really happened: who would have been isolated by which rule, how"
                        + " those alerts were closed, whom others isolated. Reads from Defender, changes nothing.",
        mixinStandardHelpOptions = true)
final class ReportCommand extends OperatorCommand {
    private static final int WIDTH = 120;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            defaultValue = "14d",
            description = "How long ago, such as 14d, a day or an instant (default: ${DEFAULT-VALUE}).")
    private Instant since;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        Report report = session.app().report(since);
        if (json) {
            session.out().println(json(report));
        } else {
            print(report, session.out());
        }
        return report.notes().isEmpty() ? 0 : 1;
    }

    private static String json(Report report) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(Report report, PrintWriter out) {
        out.printf("%s until %s, isolation.mode = %s%n", minute(report.from()), minute(report.until()), report.mode());
        out.printf("%nWould have been isolated: %s%n", devices(report.devices()));
        for (Report.Rule rule : report.rules()) {
            out.printf(
                    "  by rule %s: %s%n",
                    Printable.line(rule.rule()), devices(rule.devices().size()));
            rule.devices()
                    .forEach(device -> line(
                            out,
                            "%-20s %s, %d alert%s%s"
                                    .formatted(
                                            minute(device.first()),
                                            Objects.requireNonNullElse(device.name(), device.id()),
                                            device.alerts(),
                                            device.alerts() == 1 ? "" : "s",
                                            device.verdicts().isEmpty()
                                                    ? ""
                                                    : ": " + String.join("; ", device.verdicts()))));
        }
        out.printf("%nThose alerts now%n");
        report.closed().forEach((verdict, count) -> line(out, "%6d %s".formatted(count, verdict)));
        if (report.notLookedUp() > 0) {
            line(out, "%6d not looked up".formatted(report.notLookedUp()));
        }
        out.printf(
                "%nIsolated by others: %d, of these foreseen by us: %d%n",
                report.others().size(),
                report.others().stream().filter(Report.Other::foreseen).count());
        report.others()
                .forEach(other -> line(
                        out,
                        "%-20s %s by %s, %s%s"
                                .formatted(
                                        minute(other.at()),
                                        Objects.requireNonNullElse(other.deviceName(), other.deviceId()),
                                        Objects.requireNonNullElse(other.by(), "somebody"),
                                        other.status(),
                                        other.foreseen() ? ", foreseen" : "")));
        out.printf("Isolated by us: %d%n%nCaps%n", report.ours());
        report.caps()
                .forEach(cap -> line(
                        out,
                        "%s = %s: at most %d were needed, %d would have been held back"
                                .formatted(
                                        cap.setting(),
                                        cap.limit() == null ? "off" : cap.limit(),
                                        cap.most(),
                                        cap.heldBack())));
        if (report.capped() > 0) {
            line(out, "%d really held back".formatted(report.capped()));
        }
        report.notes().forEach(note -> Printable.lines("Note: " + note, WIDTH).forEach(out::println));
    }

    private static String devices(int count) {
        return count + (count == 1 ? " device" : " devices");
    }

    private static String minute(String time) {
        return time.length() > 16 ? time.substring(0, 16) + "Z" : time;
    }

    private static void line(PrintWriter out, String text) {
        String line = Printable.indented(text);
        out.println("    " + (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
    }
}
