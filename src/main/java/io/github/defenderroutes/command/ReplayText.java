package io.github.defenderroutes.command;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.replay.Replay.Difference;
import io.github.defenderroutes.replay.Tally;
import io.github.defenderroutes.replay.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** A replay as text for people: the alerts that differ as they come, then the numbers. */
final class ReplayText implements ReplayOutput {
    private static final int TITLE = 60;

    private final PrintWriter out;
    private final String[] names;
    private final int limit;
    private int shown;

    /** @param names of the two editions; the second {@code null} if there is one only */
    ReplayText(PrintWriter out, String[] names, int limit) {
        this.out = out;
        this.names = names;
        this.limit = limit;
    }

    @Override
    public void difference(Difference different) {
        if (shown++ >= limit) {
            return;
        }
        int column = Math.max(names[0].length(), names[1].length());
        RecordedAlert alert = different.alert();
        out.printf(
                "%s  %s  on %s  \"%s\"%n",
                Printable.line(alert.id()),
                Alerts.severity(alert.alert()),
                text(alert.alert(), "computerDnsName", text(alert.alert(), "machineId", "no device")),
                cut(text(alert.alert(), "title", "")));
        boolean same = different.today().result().equals(different.edited().result())
                && String.valueOf(different.today().rule())
                        .equals(String.valueOf(different.edited().rule()));
        verdict(names[0], different.today(), same, column);
        verdict(names[1], different.edited(), same, column);
        out.flush();
    }

    private void verdict(String name, Verdict verdict, boolean onlyTold, int column) {
        String place = onlyTold ? verdict.toldAt() : verdict.place();
        out.printf(
                ("  %-" + column + "s  %s%s, %s  %s%n"),
                name,
                verdict.result(),
                verdict.rule() == null ? "" : " (" + Printable.line(verdict.rule()) + ")",
                verdict.told() ? "mailed" : "not mailed",
                Folders.shown(place));
    }

    @Override
    public void end(Tally tally, Duration took) {
        if (shown > limit) {
            out.printf("… %d more that differ: --limit, or --json for all.%n", shown - limit);
        }
        if (shown > 0) {
            out.println();
        }
        table(tally);
        if (names[1] != null) {
            out.printf(
                    "%nDecided differently: %d of %d%s.%n",
                    tally.differing(),
                    tally.alerts(),
                    tally.onlyByRule() == 0 ? "" : "; of %d only the rule is another".formatted(tally.onlyByRule()));
        } else {
            out.println();
        }
        notes(tally);
        double seconds = Math.max(took.toMillis(), 1) / 1000.0;
        out.printf(
                "%d alert%s in %.1f s, %.0f a second. Nothing was sent or changed.%n",
                tally.alerts(), tally.alerts() == 1 ? "" : "s", seconds, tally.alerts() / seconds);
        out.flush();
    }

    private void table(Tally tally) {
        TreeSet<String> results = new TreeSet<>(tally.today().keySet());
        results.addAll(tally.edited().keySet());
        row("", names[0], names[1]);
        results.forEach(result ->
                row(result, count(tally.today(), result), names[1] == null ? null : count(tally.edited(), result)));
        row("mailed", String.valueOf(tally.toldToday()), names[1] == null ? null : String.valueOf(tally.toldEdited()));
    }

    private void row(String result, String today, String edited) {
        int column = names[1] == null ? 8 : Math.max(8, names[1].length());
        out.println(
                "%-14s %8s%s".formatted(result, today, edited == null ? "" : ("  %" + column + "s").formatted(edited)));
    }

    private static String count(Map<String, Integer> counts, String result) {
        return String.valueOf(counts.getOrDefault(result, 0));
    }

    private void notes(Tally tally) {
        if (tally.withoutDevice() > 0) {
            out.printf(
                    "Of %d the device is not recorded: they are decided as if it could not be read.%n",
                    tally.withoutDevice());
        }
        if (tally.resolved() > 0) {
            out.printf(
                    "%d were resolved when they were recorded, and isolate nothing: --as-new plays them as they were before.%n",
                    tally.resolved());
        }
    }

    private static String text(Map<String, Object> json, String field, String otherwise) {
        return Alerts.text(json, field).map(Printable::line).orElse(otherwise);
    }

    private static String cut(String text) {
        return text.length() <= TITLE ? text : text.substring(0, TITLE - 1) + "…";
    }
}
