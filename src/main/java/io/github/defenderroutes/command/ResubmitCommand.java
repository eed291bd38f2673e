package io.github.defenderroutes.command;

import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.ledger.Parked.NotParked;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resubmit}: hands in again what was parked. */
@Command(
        name = "resubmit",
        description =
                "Hands in again what was parked, when its cause is cured: through the same routes, rules and gate.",
        mixinStandardHelpOptions = true)
final class ResubmitCommand extends OperatorCommand {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    @ArgGroup(multiplicity = "1")
    private What what;

    private static final class What {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Alerts and mails, as parked lists them.")
        private List<String> ids;

        @Option(names = "--alerts", description = "All parked alerts.")
        private boolean alerts;

        @Option(names = "--mails", description = "All parked mails.")
        private boolean mails;

        @Option(names = "--all", description = "All parked alerts and mails.")
        private boolean all;
    }

    @Override
    int perform(Session session) {
        Parked parked = session.app().openLedger().parked();
        String user = Printable.line(session.user());
        if (what.ids != null) {
            return these(parked, user, session);
        }
        int alerts = what.alerts || what.all ? parked.resubmitAlerts(user) : 0;
        int mails = what.mails || what.all ? parked.resubmitMails() : 0;
        LOG.info("Resubmitted by {}: {} alerts and {} mails.", user, alerts, mails);
        session.out()
                .printf(
                        "%d alert%s and %d mail%s are due now.%n",
                        alerts, alerts == 1 ? "" : "s", mails, mails == 1 ? "" : "s");
        next(session);
        return 0;
    }

    private int these(Parked parked, String user, Session session) {
        List<NotParked> others = parked.resubmit(what.ids, user);
        if (!others.isEmpty()) {
            others.forEach(other -> session.problems()
                    .printf(
                            "%s %s.%n",
                            Printable.line(other.id()),
                            other.state()
                                    .map("is an alert that is %s, not parked"::formatted)
                                    .orElse("is no parked alert and no parked mail")));
            session.problems().println("Nothing was changed. To fix: give ids that parked lists.");
            return 1;
        }
        what.ids.forEach(id -> {
            LOG.info("Resubmitted by {}: {}", user, Printable.line(id));
            session.out().printf("%s is due now.%n", Printable.line(id));
        });
        next(session);
        return 0;
    }

    private static void next(Session session) {
        session.out()
                .println(
                        session.app().openLedger().overview().processes() > 0
                                ? "It is taken up within the next minutes."
                                : "Nothing is running here: it is taken up by the next run.");
    }
}
