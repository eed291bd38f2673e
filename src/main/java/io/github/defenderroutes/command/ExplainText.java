package io.github.defenderroutes.command;

import io.github.defenderroutes.explain.Entry;
import io.github.defenderroutes.explain.Entry.Kind;
import io.github.defenderroutes.explain.Explanation;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.rehearsal.Leaving.Letter;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An explanation as text for people: read from top to bottom, on one screen. */
final class ExplainText {
    private static final int WIDTH = 120;
    private static final int MAIL_LINES = 8;

    /** What an alert's fate hangs on; a branch that was not taken is worth a line if it asked for one of these. */
    private static final Pattern WEIGHTY =
            Pattern.compile("\\b(severity|decision|proposal|approval|isolation|facts)\\b|body\\[(?!devices|machineId)");

    /** Whether something was read already, and how far a request has come: what follows from it is told by itself. */
    private static final Pattern INNER = Pattern.compile(
            "(alertNow|deviceNow|machineActions|covered|ahead) [=!]= null|device == null && .*|isolation\\.state == '(new|requesting)'");

    private ExplainText() {}

    static void print(Explanation explanation, String from, boolean all, PrintWriter out) {
        head(explanation, from, out);
        List<Entry> shown = explanation.way().stream()
                .filter(entry -> all || isShown(entry))
                .toList();
        int column = shown.stream()
                .mapToInt(entry -> Folders.shown(entry.place()).length())
                .max()
                .orElse(0);
        shown.forEach(entry -> line(entry, column, out));
        end(explanation, out);
        explanation.letters().forEach(letter -> letter(letter, all, out));
    }

    private static void head(Explanation explanation, String from, PrintWriter out) {
        Map<String, Object> alert = explanation.alert();
        out.printf(
                "%s  %s  \"%s\"  on %s%n",
                text(alert, "id", "?"),
                text(alert, "severity", "of unknown severity"),
                text(alert, "title", ""),
                device(explanation));
        out.printf(
                "read from %s, met at %s, isolation.mode = %s%n%n",
                Printable.line(from), explanation.now().truncatedTo(ChronoUnit.SECONDS), explanation.mode());
    }

    private static String device(Explanation explanation) {
        Optional<Map<String, Object>> device = explanation.device();
        String named =
                text(explanation.alert(), "computerDnsName", text(explanation.alert(), "machineId", "no device"));
        return device.map(known ->
                        "%s (%s)".formatted(text(known, "computerDnsName", named), text(known, "osPlatform", "?")))
                .orElse(named + " (not known)");
    }

    private static boolean isShown(Entry entry) {
        return switch (entry.kind()) {
            case STEP -> false;
            case TAKEN -> !INNER.matcher(entry.text()).matches();
            case SKIPPED -> WEIGHTY.matcher(entry.text()).find();
            default -> true;
        };
    }

    private static void line(Entry entry, int column, PrintWriter out) {
        String values = entry.values().entrySet().stream()
                .map(value -> value.getKey() + " = " + value.getValue())
                .collect(Collectors.joining(", "));
        String text = sign(entry.kind()) + entry.text() + (values.isEmpty() ? "" : "   [" + values + "]");
        String row = ("%-" + Math.max(1, column) + "s  ").formatted(Folders.shown(entry.place()));
        int width = Math.max(40, WIDTH - row.length());
        for (String part : Printable.lines(text, width)) {
            out.println((row + part).stripTrailing());
            row = " ".repeat(column + 4);
        }
    }

    private static String sign(Kind kind) {
        return switch (kind) {
            case SKIPPED -> "not: ";
            case HELD -> "HELD  ";
            case DECIDED -> "=> ";
            default -> "";
        };
    }

    private static void end(Explanation explanation, PrintWriter out) {
        String detail = explanation
                .detail()
                .filter(said -> !said.equals("isolation " + explanation.result()))
                .orElse("");
        String enforced = explanation
                .decision()
                .map(Decision::values)
                .map(values -> values.get(Judge.IN_ENFORCE))
                .map(outcome -> "; with --mode enforce it would be " + outcome)
                .orElse("");
        out.printf(
                "%nResult: %s%s%s%s%n",
                explanation.result(),
                detail.isEmpty() ? "" : ": " + Printable.line(detail),
                enforced,
                explanation.letters().isEmpty() ? "; no mail" : "");
    }

    private static void letter(Letter letter, boolean all, PrintWriter out) {
        out.println();
        out.println("HELD  mail to " + Printable.line(String.join(", ", letter.to())));
        out.println("      subject: " + Printable.line(letter.subject()));
        List<String> lines = letter.text().lines().toList();
        lines.stream()
                .limit(all ? lines.size() : MAIL_LINES)
                .forEach(line -> out.println(("      | " + Printable.indented(line)).stripTrailing()));
        if (!all && lines.size() > MAIL_LINES) {
            out.printf("      | … %d more lines: --all%n", lines.size() - MAIL_LINES);
        }
    }

    private static String text(Map<String, Object> json, String field, String otherwise) {
        return json.get(field) instanceof String text && !text.isBlank() ? Printable.line(text) : otherwise;
    }
}
