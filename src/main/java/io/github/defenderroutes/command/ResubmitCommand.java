package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes.Handled;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.ledger.Parked.NotResubmitted;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resubmit}: hands in again what was parked, or an alert that was handled. */
@Command(
        name = "resubmit",
        description =
                "Hands in again what was parked, when its cause is cured, or an alert that was handled: through the same"
                        + " routes, rules and gate.",
        mixinStandardHelpOptions = true)
final class ResubmitCommand extends OperatorCommand {
    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(
            names = "--as-it-was",
            description =
                    "Handle it at once as it was kept then, not read afresh. ID may be of a run. A device is isolated"
                            + " only after a fresh look all the same.")
    private boolean asItWas;

    @Spec
    private CommandSpec spec;

    private static final class What {
        @Parameters(
                paramLabel = "ID",
                arity = "1..*",
                description = "Alerts, parked or handled; mails, as parked lists them.")
        private List<String> ids;

        @Option(names = "--alerts", description = "All parked alerts.")
        private boolean alerts;

        @Option(names = "--mails", description = "All parked mails.")
        private boolean mails;

        @Option(names = "--all", description = "All parked alerts and mails.")
        private boolean all;
    }

    @Override
    int perform(Session session) throws InterruptedException {
        if (asItWas && what.ids == null) {
            throw new ParameterException(spec.commandLine(), "--as-it-was needs an ID");
        }
        Actor by = Actor.command(session.user());
        if (asItWas) {
            return asTheyWere(by, session);
        }
        if (what.ids != null) {
            return fromNow(by, session);
        }
        Parked parked = session.app().openLedger().parked();
        int alerts = what.alerts || what.all ? parked.resubmitAlerts(by) : 0;
        int mails = what.mails || what.all ? parked.resubmitMails(by) : 0;
        String those =
                "%d alert%s and %d mail%s".formatted(alerts, alerts == 1 ? "" : "s", mails, mails == 1 ? "" : "s");
        session.audit("Resubmitted " + those);
        session.out().println(those + " are due now.");
        next(session);
        return 0;
    }

    private int fromNow(Actor by, Session session) {
        session.app().openLedger();
        List<NotResubmitted> others = session.app().desk().resubmission().fromNow(what.ids, by);
        if (!others.isEmpty()) {
            others.forEach(other -> session.problems()
                    .printf(
                            "%s %s.%n",
                            Printable.line(other.id()),
                            switch (other.state().orElse("")) {
                                case "claimed" -> "is an alert that is in hand at this moment";
                                case "due" -> "is an alert that is due already";
                                default -> "is no alert that we have seen and no parked mail";
                            }));
            session.problems()
                    .println(
                            "Nothing was changed. To fix: give ids that runs or parked lists; an alert that we have not"
                                    + " seen: handle ID.");
            return 1;
        }
        what.ids.stream().map(Printable::line).forEach(id -> {
            session.audit("Resubmitted " + id);
            session.out().println(id + " is due now.");
        });
        next(session);
        return 0;
    }

    private int asTheyWere(Actor by, Session session) throws InterruptedException {
        int exitCode = 0;
        for (String id : what.ids) {
            Handled handled = session.app().desk().resubmission().asItWas(id, by);
            String shown = Printable.line(id);
            if (handled.problem().isPresent()) {
                session.problems()
                        .printf(
                                "%s was not handled again: %s.%n",
                                shown, Printable.line(handled.problem().get()));
                exitCode = 1;
                continue;
            }
            session.audit("Resubmitted %s as it was".formatted(shown));
            session.out()
                    .printf(
                            "%s was handled again as it was; it is %s. See: runs show %s%n",
                            shown, handled.state(), shown);
            exitCode = handled.state().equals("done") ? exitCode : 1;
        }
        return exitCode;
    }

    private static void next(Session session) {
        session.out()
                .println(
                        session.app().openLedger().overview().processes() > 0
                                ? "It is taken up within the next minutes."
                                : "Nothing is running here: it is taken up by the next run.");
    }
}
