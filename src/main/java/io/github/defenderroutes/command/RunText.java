package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.history.RunDetails;
import io.github.defenderroutes.history.RunDetails.Call;
import io.github.defenderroutes.history.RunDetails.Decision;
import io.github.defenderroutes.history.RunDetails.Step;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.ledger.Traces;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A run as text for people, and as JSON for programs. */
final class RunText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 120;
    private static final int BAR = 40;
    private static final String FIELD = "%-12s %s%n";

    private RunText() {}

    static String time(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, 1000L)).toString();
    }

    static String device(Summary run) {
        return Printable.line(
                run.deviceName() != null ? run.deviceName() : Objects.requireNonNullElse(run.deviceId(), "-"));
    }

    static ObjectNode json(Summary run) {
        return JSON.createObjectNode()
                .put("run", run.id())
                .put("alert", run.alertId())
                .put("kind", run.kind())
                .put("severity", run.severity().toString())
                .put("result", run.result())
                .put("outcome", run.outcome())
                .put("decided", run.decided())
                .put("rule", run.rule())
                .put("isolation", run.isolation())
                .put("detail", run.detail())
                .put("device", run.deviceId())
                .put("deviceName", run.deviceName())
                .put("title", run.title())
                .put("started", Instant.ofEpochMilli(run.startedAt()).toString())
                .put("finished", Instant.ofEpochMilli(run.finishedAt()).toString());
    }

    static ObjectNode json(RunDetails details) {
        ObjectNode root = json(details.run());
        root.put("take", details.take());
        root.set("decision", JSON.valueToTree(details.decision().orElse(null)));
        root.set("others", JSON.valueToTree(details.others()));
        root.set("steps", JSON.valueToTree(details.steps()));
        root.set("calls", JSON.valueToTree(details.calls()));
        var mails = root.putArray("mails");
        details.mails().forEach(mail -> {
            ObjectNode one = mails.addObject()
                    .put("kind", mail.kind())
                    .put("state", mail.state())
                    .put("messageId", mail.messageId())
                    .put("told", Instant.ofEpochMilli(mail.toldAt()).toString())
                    .put("problem", mail.problem());
            mail.sentAt()
                    .ifPresent(at -> one.put("sent", Instant.ofEpochMilli(at).toString()));
        });
        details.loaded().ifPresent(loaded -> {
            ObjectNode version = root.putObject("decidedBy").put("release", loaded.release());
            loaded.hashes().forEach(version::put);
        });
        root.put("alertKept", details.alert().isPresent());
        return root;
    }

    static void print(RunDetails details, PrintWriter out) {
        Summary run = details.run();
        field(out, "Run", run.id());
        field(out, "Alert", run.alertId() + (run.kind().equals("raised") ? " (raised)" : ""));
        field(out, "Title", run.title());
        field(out, "Severity", run.severity().toString());
        field(out, "Device", run.deviceId() == null ? null : device(run) + ", " + run.deviceId());
        field(
                out,
                "Handled",
                "%s, took %s".formatted(time(run.finishedAt()), took(run.finishedAt() - run.startedAt()))
                        + (details.take() > 1 ? ", taken in hand the %d. time".formatted(details.take()) : ""));
        field(out, "Result", run.result() + (run.detail() == null ? "" : ": " + run.detail()));
        details.decision().ifPresent(decision -> decision(out, decision));
        details.others()
                .forEach(other -> field(
                        out,
                        "Also",
                        "%s: %s%s"
                                .formatted(
                                        Objects.requireNonNullElse(other.deviceName(), other.deviceId()),
                                        other.decision() == null ? "not judged" : said(other.decision()),
                                        other.isolation() == null ? "" : ", isolation " + other.isolation())));
        steps(out, details);
        mails(out, details.mails());
        details.loaded()
                .ifPresent(loaded -> field(
                        out,
                        "Decided by",
                        "release " + loaded.release()
                                + loaded.hashes().entrySet().stream()
                                        .map(text -> ", %s %s"
                                                .formatted(
                                                        text.getKey(),
                                                        text.getValue().substring(0, 12)))
                                        .collect(Collectors.joining())
                                + " (runs text HASH)"));
        out.println(
                details.alert().isPresent()
                        ? "The alert as it was: runs show %s --alert-json".formatted(run.id())
                        : "The alert as it was is not kept: nobody was told of it and nothing was done about it.");
    }

    private static void decision(PrintWriter out, Decision decision) {
        field(out, "Decision", said(decision));
        decision.values().forEach((name, value) -> field(out, "", name + " = " + value));
    }

    private static String said(Decision decision) {
        return "%s (%s) %s".formatted(decision.outcome(), decision.rule(), decision.because());
    }

    /** Each step with a bar that shows when it was at work, as wide as the whole run. */
    private static void steps(PrintWriter out, RunDetails details) {
        long length = Math.max(
                1,
                details.steps().stream()
                        .mapToLong(step -> step.at() + took(step))
                        .max()
                        .orElse(1));
        if (!details.steps().isEmpty()) {
            out.println("Steps");
        }
        for (Step step : details.steps()) {
            int from = (int) (step.at() * BAR / length);
            int to = Math.min(BAR, Math.max(from + 1, (int) ((step.at() + took(step)) * BAR / length)));
            String bar = " ".repeat(Math.min(from, BAR - 1)) + "=".repeat(Math.max(1, to - from));
            out.printf(
                    "  %-22s %8s  |%-40s|%s%n",
                    Printable.line(step.step()),
                    step.ms() == null ? "no end" : took(step.ms()),
                    bar.length() > BAR ? bar.substring(0, BAR) : bar,
                    calls(details.calls(), step.step()));
            if (step.failed()) {
                Printable.lines("failed" + (step.problem() == null ? "" : ": " + step.problem()), WIDTH - 4)
                        .forEach(line -> out.println("    " + line));
            }
        }
        String outside = calls(details.calls(), null);
        if (!outside.isEmpty()) {
            field(out, "Other calls", outside.strip());
        }
    }

    private static long took(Step step) {
        return step.ms() == null ? 0 : step.ms();
    }

    private static String calls(List<Call> calls, String step) {
        return calls.stream()
                .filter(call -> Objects.equals(call.step(), step))
                .map(call -> " " + call.operation() + (call.count() == 1 ? "" : " x" + call.count()))
                .collect(Collectors.joining(","));
    }

    private static void mails(PrintWriter out, List<Traces.Mail> mails) {
        mails.forEach(mail -> field(
                out,
                "Mail",
                "%s: %s%s"
                        .formatted(
                                mail.kind(),
                                switch (mail.state()) {
                                    case "sent" -> "sent";
                                    case "parked" -> "set aside";
                                    default -> "waiting";
                                },
                                mail.sentAt().isPresent()
                                        ? " " + time(mail.sentAt().getAsLong())
                                        : mail.problem() == null ? "" : ", " + mail.problem())));
    }

    private static String took(long millis) {
        Duration time = Duration.ofMillis(millis);
        return millis < 10_000
                ? millis + " ms"
                : time.toMinutes() < 10 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    private static void field(PrintWriter out, String name, String value) {
        if (value != null) {
            List<String> lines = Printable.lines(value, WIDTH - 13);
            for (int i = 0; i < lines.size(); i++) {
                out.printf(FIELD, i == 0 ? name : "", lines.get(i));
            }
        }
    }
}
