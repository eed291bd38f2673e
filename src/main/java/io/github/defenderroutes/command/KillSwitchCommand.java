package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.stops.KillSwitch;
import io.github.defenderroutes.stops.KillSwitch.Standing;
import io.github.defenderroutes.stops.PendingIsolations.Cancellation;
import io.github.defenderroutes.stops.Rehearsal.Trial;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kill-switch}: nothing in the tenant is changed any more, but for releases and cancellations. */
@Command(
        name = "kill-switch",
        description = "Stops every change of the tenant at once, on all processes, but for releases and cancellations.",
        mixinStandardHelpOptions = true)
final class KillSwitchCommand extends OperatorCommand {
    private enum Act {
        ON,
        OFF,
        STATUS,
        TEST;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "on|off|status|test",
            description = "Turn it, say how it stands, or try, with nothing changed, that it would stop everything.")
    private Act act;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; on and off need it. For the audit and the SOC.")
    private String reason;

    @Option(
            names = "--cancel-pending",
            description = "With on: cancels our isolations that Defender has accepted and not carried out yet.")
    private boolean cancelPending;

    @Option(names = "--json", description = "With status: as JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec self;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        return switch (act) {
            case ON -> on(session);
            case OFF -> off(session);
            case STATUS -> status(session);
            case TEST -> test(session);
        };
    }

    private int on(Session session) {
        String why = reason();
        Desk desk = session.app().desk();
        boolean turned = desk.killSwitch().turnOn(session.actor(), why);
        session.out().println(turned ? "The kill switch is on: nothing is changed any more." : "It was on already.");
        if (turned) {
            session.audit("Kill switch turned on: " + Printable.line(why));
        }
        if (cancelPending) {
            return cancel(desk.pendingIsolations().cancel(session.actor(), why), session.out());
        }
        List<Isolation> pending = desk.pendingIsolations().list();
        pending(pending, session.out());
        if (!pending.isEmpty()) {
            session.out().println("To cancel them: kill-switch on --cancel-pending --reason TEXT");
        }
        return 0;
    }

    private int off(Session session) {
        String why = reason();
        KillSwitch killSwitch = session.app().desk().killSwitch();
        boolean turned = killSwitch.turnOff(session.actor(), why);
        if (turned) {
            session.audit("Kill switch turned off: " + Printable.line(why));
        }
        session.out().println(turned ? "The kill switch is off." : "It was off already.");
        Standing now = killSwitch.standing();
        now.file().ifPresent(stillOn -> session.problems().println("But " + stillOn + ". To fix: remove that file."));
        return now.isOn() ? 1 : 0;
    }

    private int status(Session session) {
        Desk desk = session.app().desk();
        Standing now = desk.killSwitch().standing();
        List<Isolation> pending = desk.pendingIsolations().list();
        if (json) {
            session.out().println(json(now, pending).toPrettyString());
            return 0;
        }
        session.out().println("Kill switch   " + (now.isOn() ? "ON" : "off"));
        now.position().ifPresent(position -> session.out()
                .println("Turned %s %s".formatted(position.state(), Printable.line(position.course()))));
        now.file().ifPresent(file -> session.out().println("File: " + file));
        pending(pending, session.out());
        return 0;
    }

    private static int test(Session session) {
        List<Trial> trials = session.app().desk().rehearseKillSwitch();
        trials.forEach(trial -> session.out()
                .printf("%-6s %s %s%n", trial.right() ? "ok" : "WRONG", trial.what(), outcome(trial.stopped())));
        boolean fine = trials.stream().allMatch(Trial::right);
        session.out()
                .println(
                        fine
                                ? "The kill switch works. Nothing was changed: it is as it was."
                                : "The kill switch does NOT work as it has to. To fix: set isolation.mode = off and report this.");
        return fine ? 0 : 1;
    }

    private static String outcome(boolean stopped) {
        return stopped ? "is stopped" : "is not stopped";
    }

    private static int cancel(List<Cancellation> outcomes, PrintWriter out) {
        if (outcomes.isEmpty()) {
            out.println("No isolation of ours is pending.");
        }
        outcomes.forEach(outcome -> out.printf(
                "%-14s %s: %s%n",
                outcome.cancelled() ? "cancelled" : "NOT cancelled",
                outcome.isolation().deviceId(),
                Printable.line(outcome.said())));
        return outcomes.stream().allMatch(Cancellation::cancelled) ? 0 : 1;
    }

    private static void pending(List<Isolation> pending, PrintWriter out) {
        if (pending.isEmpty()) {
            out.println("No isolation of ours is pending.");
            return;
        }
        out.println("Pending isolations of ours, which can still take effect within three days of their request:");
        pending.forEach(isolation -> out.printf(
                "  %-40s requested %s  alert %s%n",
                isolation.deviceId(), time(isolation.sentAt()), Printable.line(isolation.alertId())));
    }

    private static ObjectNode json(Standing now, List<Isolation> pending) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("on", now.isOn());
        root.put("because", now.objection().orElse(null));
        root.put(
                "since",
                now.position().map(Position::since).map(Instant::toString).orElse(null));
        root.put("by", now.position().map(position -> position.by().name()).orElse(null));
        root.put("reason", now.position().map(Position::reason).orElse(null));
        ArrayNode rows = root.putArray("pending");
        pending.forEach(isolation -> rows.addObject()
                .put("deviceId", isolation.deviceId())
                .put("alertId", isolation.alertId())
                .put("actionId", isolation.actionId())
                .put("requested", time(isolation.sentAt())));
        return root;
    }

    private String reason() {
        if (reason == null || reason.isBlank()) {
            throw new ParameterException(self.commandLine(), "It needs a reason. To fix: add --reason TEXT.");
        }
        return reason;
    }

    private static String time(long millis) {
        return Instant.ofEpochSecond(millis / 1000).toString();
    }
}
