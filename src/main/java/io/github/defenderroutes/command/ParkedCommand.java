package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.ledger.Parked;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parked}: what waits for a person. */
@Command(
        name = "parked",
        description =
                "Lists the alerts that could not be handled and the mails that no server accepted, with the reason.",
        mixinStandardHelpOptions = true)
final class ParkedCommand extends OperatorCommand {
    private static final int SHOWN = 1_000;
    private static final int WIDTH = 120;
    private static final String ROW = "  %-13s %-20s %8s  %s%n";
    private static final String INDENT = " ".repeat(4);

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        Ledger ledger = session.app().openLedger();
        List<Parked.Alert> alerts = ledger.parked().alerts(SHOWN);
        List<Parked.Mail> mails = ledger.parked().mails(SHOWN);
        Overview overview = ledger.overview();
        if (json) {
            session.out().println(json(overview, alerts, mails).toPrettyString());
        } else {
            table(session.out(), overview, alerts, mails);
        }
        return 0;
    }

    private static void table(PrintWriter out, Overview overview, List<Parked.Alert> alerts, List<Parked.Mail> mails) {
        out.println("Parked alerts: " + count(overview.parkedAlerts(), alerts.size()));
        if (!alerts.isEmpty()) {
            out.printf(ROW, "SEVERITY", "SINCE", "ATTEMPTS", "ALERT");
            alerts.forEach(alert -> {
                out.printf(ROW, alert.severity(), time(alert.since()), alert.attempts(), Printable.line(alert.id()));
                reason(out, alert.reason());
            });
        }
        out.println("Parked mails: " + count(overview.parkedMails(), mails.size()));
        if (!mails.isEmpty()) {
            out.printf(ROW, "SEVERITY", "SINCE", "TRIES", "MAIL");
            mails.forEach(mail -> {
                out.printf(ROW, mail.severity(), time(mail.since()), mail.tries(), mail.id());
                reason(out, mail.reason());
            });
        }
        if (!alerts.isEmpty() || !mails.isEmpty()) {
            out.println("When the cause is cured: resubmit ID, or resubmit --all");
        }
    }

    private static String count(int all, int shown) {
        return shown < all ? "%d, here the last %d".formatted(all, shown) : String.valueOf(all);
    }

    private static void reason(PrintWriter out, String reason) {
        if (reason != null) {
            Printable.lines(reason, WIDTH - INDENT.length()).forEach(line -> out.println(INDENT + line));
        }
    }

    private static ObjectNode json(Overview overview, List<Parked.Alert> alerts, List<Parked.Mail> mails) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("parkedAlerts", overview.parkedAlerts());
        root.put("parkedMails", overview.parkedMails());
        ArrayNode alertRows = root.putArray("alerts");
        alerts.forEach(alert -> alertRows
                .addObject()
                .put("id", alert.id())
                .put("kind", alert.kind())
                .put("severity", alert.severity().toString())
                .put("since", time(alert.since()))
                .put("attempts", alert.attempts())
                .put("reason", alert.reason()));
        ArrayNode mailRows = root.putArray("mails");
        mails.forEach(mail -> mailRows.addObject()
                .put("id", mail.id())
                .put("messageId", mail.messageId())
                .put("kind", mail.kind())
                .put("severity", mail.severity().toString())
                .put("since", time(mail.since()))
                .put("tries", mail.tries())
                .put("reason", mail.reason()));
        return root;
    }

    private static String time(long millis) {
        return Instant.ofEpochSecond(millis / 1000).toString();
    }
}
