package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.ledger.Switches.Position;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: how it stands, in numbers. */
@Command(
        name = "status",
        description = "Says how it stands: the last poll, what is open, what waits, what is parked.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends OperatorCommand {
    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        Overview now = session.app().openLedger().overview();
        Optional<String> killSwitch = session.app().desk().killSwitch().objection();
        Optional<Position> breaker = session.app().desk().breaker().open();
        if (json) {
            session.out()
                    .println(json(now)
                            .put("killSwitch", killSwitch.isPresent())
                            .put("breakerOpen", breaker.isPresent())
                            .toPrettyString());
        } else {
            lines(now, session.out());
            killSwitch.ifPresent(on -> session.out().println("NOTHING IS CHANGED  " + Printable.line(on)));
            breaker.ifPresent(open -> session.out().println("BREAKER OPEN        " + Printable.line(open.course())));
        }
        return 0;
    }

    private static void lines(Overview now, PrintWriter out) {
        out.println("Processes running   " + now.processes());
        out.println("Last poll           " + time(now.lastPoll()).orElse("never"));
        out.printf("Alerts open         %d in hand, %d due, now or later%n", now.claimedAlerts(), now.dueAlerts());
        if (now.offeredAlerts() > 0) {
            out.printf(
                    "Alerts handed over  %d wait in the queue%s%n",
                    now.offeredAlerts(),
                    time(now.oldestOffered())
                            .map(since -> ", the oldest since " + since)
                            .orElse(""));
        }
        out.println("Alerts parked       " + now.parkedAlerts());
        out.println("Mails waiting       " + now.waitingMails()
                + time(now.oldestWaitingMail())
                        .map(since -> ", the oldest since " + since)
                        .orElse(""));
        out.println("Mails parked        " + now.parkedMails());
        out.println("Approvals waiting   " + now.waitingApprovals());
    }

    private static ObjectNode json(Overview now) {
        return new ObjectMapper()
                .createObjectNode()
                .put("processes", now.processes())
                .put("lastPoll", time(now.lastPoll()).orElse(null))
                .put("claimedAlerts", now.claimedAlerts())
                .put("dueAlerts", now.dueAlerts())
                .put("offeredAlerts", now.offeredAlerts())
                .put("oldestOfferedAlert", time(now.oldestOffered()).orElse(null))
                .put("parkedAlerts", now.parkedAlerts())
                .put("waitingMails", now.waitingMails())
                .put("oldestWaitingMail", time(now.oldestWaitingMail()).orElse(null))
                .put("parkedMails", now.parkedMails())
                .put("waitingApprovals", now.waitingApprovals());
    }

    private static Optional<String> time(Optional<Long> millis) {
        return millis.map(known -> Instant.ofEpochSecond(known / 1000).toString());
    }
}
