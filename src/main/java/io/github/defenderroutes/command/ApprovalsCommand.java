package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code approvals}: the devices that wait for a person to decide. */
@Command(
        name = "approvals",
        description = "Lists the devices that wait for a person to approve that they are isolated.",
        mixinStandardHelpOptions = true)
final class ApprovalsCommand extends OperatorCommand {
    private static final int SHOWN = 1_000;
    private static final int WIDTH = 120;
    private static final String ROW = "  %-36s  %-13s %-8s %-20s  %s%n";

    @Option(names = "--closed", description = "Also those that were decided or expired, the last asked first.")
    private boolean closed;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        ApprovalDesk desk = session.app().desk().approvals();
        List<Approval> approvals = desk.list(!closed, SHOWN);
        if (json) {
            session.out().println(json(approvals, desk).toPrettyString());
        } else {
            table(session.out(), approvals);
            desk.whyNotApprove(Actor.command(session.user()))
                    .ifPresent(why -> session.out().println("You cannot approve: " + why));
        }
        return 0;
    }

    static void table(PrintWriter out, List<Approval> approvals) {
        long waiting = approvals.stream().filter(Approval::isWaiting).count();
        out.printf("%d device%s for approval.%n", waiting, waiting == 1 ? " waits" : "s wait");
        if (approvals.isEmpty()) {
            return;
        }
        out.printf(ROW, "CASE", "SEVERITY", "STATE", "UNTIL", "DEVICE");
        for (Approval approval : approvals) {
            out.printf(
                    ROW,
                    approval.id(),
                    approval.severity(),
                    approval.state(),
                    time(approval.expiresAt()),
                    Printable.line(approval.device()));
            Printable.lines(about(approval), WIDTH - 4).forEach(line -> out.println("    " + line));
        }
        if (waiting > 0) {
            out.println("To decide: approve CASE, or deny CASE");
        }
    }

    private static String about(Approval approval) {
        StringBuilder about = new StringBuilder();
        about.append(approval.title() == null ? "An alert without a title" : approval.title());
        about.append(". ").append(approval.because() == null ? "A person has to decide" : approval.because());
        if (approval.people() > 1) {
            about.append(". Two people have to approve");
            about.append(
                    approval.first() == null
                            ? ""
                            : ", one has: " + approval.first().name());
        }
        if (approval.decided() != null) {
            about.append(approval.state().equals("denied") ? ". Denied by " : ". Approved by ");
            about.append(approval.decided().name());
        }
        return about.append(approval.outcome() == null ? "" : ": " + approval.outcome())
                .toString();
    }

    private static ArrayNode json(List<Approval> approvals, ApprovalDesk desk) {
        ArrayNode rows = new ObjectMapper().createArrayNode();
        for (Approval approval : approvals) {
            var row = rows.addObject()
                    .put("case", approval.id())
                    .put("state", approval.state())
                    .put("deviceId", approval.deviceId())
                    .put("device", approval.deviceName())
                    .put("severity", approval.severity().toString())
                    .put("title", approval.title())
                    .put("rule", approval.rule())
                    .put("because", approval.because())
                    .put("limitReached", approval.capped())
                    .put("people", approval.people())
                    .put("asked", time(approval.askedAt()))
                    .put("expires", time(approval.expiresAt()))
                    .put("firstApprovedBy", name(approval.first()))
                    .put("decidedBy", name(approval.decided()))
                    .put("reason", approval.reason())
                    .put("outcome", approval.outcome());
            ArrayNode alerts = row.putArray("alerts");
            desk.alerts(approval.id()).forEach(alerts::add);
        }
        return rows;
    }

    private static String name(Actor actor) {
        return actor == null ? null : actor.name();
    }

    private static String time(long millis) {
        return Instant.ofEpochSecond(millis / 1000).toString();
    }
}
