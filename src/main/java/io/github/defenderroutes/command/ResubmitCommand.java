package io.github.defenderroutes.command;

import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.ledger.Parked.NotParked;
import java.util.List;
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
        if (what.ids != null) {
            return these(parked, session);
        }
        int alerts = what.alerts || what.all ? parked.resubmitAlerts(session.user()) : 0;
        int mails = what.mails || what.all ? parked.resubmitMails() : 0;
        String those =
                "%d alert%s and %d mail%s".formatted(alerts, alerts == 1 ? "" : "s", mails, mails == 1 ? "" : "s");
        session.audit("Resubmitted " + those);
        session.out().println(those + " are due now.");
        next(session);
        return 0;
    }

    private int these(Parked parked, Session session) {
        List<NotParked> others = parked.resubmit(what.ids, session.user());
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
        what.ids.stream().map(Printable::line).forEach(id -> {
            session.audit("Resubmitted " + id);
            session.out().println(id + " is due now.");
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
