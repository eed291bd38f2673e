package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.release.ReleaseDesk;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isolations}: what is cut off now, since when, why, and until when. */
@Command(
        name = "isolations",
        description = "Lists the devices that are cut off, with since when, why, until when, and whether by us.",
        mixinStandardHelpOptions = true)
final class IsolationsCommand extends OperatorCommand {
    private static final int SHOWN = 1_000;
    private static final int WIDTH = 120;
    private static final String INDENT = " ".repeat(4);

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(names = "--all", description = "Also those that are over, the newest first.")
    private boolean all;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        ReleaseDesk releases = session.app().desk().releases();
        List<CutOff> found = all ? releases.all(SHOWN) : releases.list();
        if (json) {
            ArrayNode rows = new ObjectMapper().createArrayNode();
            found.forEach(one -> row(rows.addObject(), one));
            session.out().println(rows.toPrettyString());
        } else {
            lines(session.out(), found);
        }
        return 0;
    }

    private void lines(PrintWriter out, List<CutOff> found) {
        out.println((all ? "Isolations: " : "Devices cut off, or about to be: ") + found.size());
        for (CutOff one : found) {
            Isolation isolation = one.isolation();
            out.printf("%n  %s  %s%n", Printable.line(one.device()), state(one));
            line(out, join(", ", "since " + time(isolation.decidedAt()), until(one), ended(one)));
            line(out, join(": ", one.severity() == null ? null : one.severity().toString(), one.title()));
            line(out, join(", ", "alert " + isolation.alertId(), one.rule() == null ? null : "rule " + one.rule()));
            line(out, isolation.problem());
            line(out, wish(one));
            line(out, "id " + isolation.id());
        }
        if (found.stream().anyMatch(one -> one.isOpen() && one.isolation().ours())) {
            out.printf("%nTo let one back in: release ID --reason TEXT%n");
        }
    }

    private static void line(PrintWriter out, String text) {
        if (text != null && !text.isEmpty()) {
            Printable.lines(text, WIDTH - INDENT.length()).forEach(line -> out.println(INDENT + line));
        }
    }

    private static String state(CutOff one) {
        return one.isolation().state()
                + (one.isolation().ours() ? ", by us" : ", by somebody else")
                + ", " + one.isolation().type();
    }

    private static String until(CutOff one) {
        if (!one.isOpen() || one.releaseAfter() == 0) {
            return null;
        }
        return one.releaseAt() == 0
                ? "until "
                        + Duration.ofMillis(one.releaseAfter())
                                .toString()
                                .substring(2)
                                .toLowerCase(Locale.ROOT) + " after it is isolated"
                : "until " + time(one.releaseAt());
    }

    private static String ended(CutOff one) {
        return one.isOpen() || one.isolation().endedAt() == 0
                ? null
                : "over since " + time(one.isolation().endedAt());
    }

    private static String wish(CutOff one) {
        return one.wish() == null
                ? null
                : "release %s, by %s%s"
                        .formatted(
                                one.wish().state(),
                                one.wish().who(),
                                join(
                                        ": ",
                                        "",
                                        Objects.requireNonNullElse(
                                                one.wish().problem(), one.wish().reason())));
    }

    private static String join(String between, String... parts) {
        return Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(between));
    }

    private static void row(ObjectNode row, CutOff one) {
        Isolation isolation = one.isolation();
        row.put("id", isolation.id())
                .put("deviceId", isolation.deviceId())
                .put("deviceName", one.deviceName())
                .put("state", isolation.state())
                .put("open", one.isOpen())
                .put("ours", isolation.ours())
                .put("type", isolation.type())
                .put("since", time(isolation.decidedAt()))
                .put("releaseAt", one.releaseAt() == 0 ? null : time(one.releaseAt()))
                .put("releaseAfterSeconds", one.releaseAfter() == 0 ? null : one.releaseAfter() / 1000)
                .put("endedAt", isolation.endedAt() == 0 ? null : time(isolation.endedAt()))
                .put("alertId", isolation.alertId())
                .put("severity", one.severity() == null ? null : one.severity().toString())
                .put("title", one.title())
                .put("rule", one.rule())
                .put("actionId", isolation.actionId())
                .put("problem", isolation.problem());
        if (one.wish() != null) {
            row.putObject("release")
                    .put("state", one.wish().state())
                    .put("cause", one.wish().cause())
                    .put("who", one.wish().who())
                    .put("reason", one.wish().reason())
                    .put("wantedAt", time(one.wish().wantedAt()))
                    .put("actionId", one.wish().actionId())
                    .put("problem", one.wish().problem());
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochSecond(millis / 1000).toString();
    }
}
