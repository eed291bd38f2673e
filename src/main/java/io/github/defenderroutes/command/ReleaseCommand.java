package io.github.defenderroutes.command;

import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Releases.Answer;
import io.github.defenderroutes.release.ReleaseDesk;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release}: lets a device back in that we cut off. */
@Command(
        name = "release",
        description = "Lets a device back on the network that we isolated, in every mode.",
        mixinStandardHelpOptions = true)
final class ReleaseCommand extends OperatorCommand {
    @Parameters(
            paramLabel = "DEVICE|ID",
            description = "The device by name or by Defender's id, or the isolation by its id; isolations lists them.")
    private String what;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; for the record and the portal.")
    private String reason;

    @Spec
    private CommandSpec own;

    @Override
    int perform(Session session) {
        if (reason.isBlank()) {
            throw new ParameterException(own.commandLine(), "A release needs a reason: --reason TEXT");
        }
        Ledger ledger = session.app().openLedger();
        ReleaseDesk releases = session.app().desk().releases();
        List<CutOff> meant = releases.named(what);
        if (meant.size() == 1) {
            return release(session, ledger, releases, meant.get(0));
        }
        if (meant.isEmpty()) {
            session.problems()
                    .printf(
                            "Nothing that we know to be cut off is called %s. To fix: take a name or id that isolations lists.%n",
                            Printable.line(what));
        } else {
            session.problems()
                    .printf("%s may be one of several. To fix: give the id of one of them.%n", Printable.line(what));
            meant.forEach(one ->
                    session.problems().printf("  %s  %s%n", one.isolation().id(), Printable.line(one.device())));
        }
        return 1;
    }

    private int release(Session session, Ledger ledger, ReleaseDesk releases, CutOff cutOff) {
        Answer answer = releases.request(cutOff.isolation().id(), session.actor(), reason);
        String device = Printable.line(cutOff.device());
        switch (answer.outcome()) {
            case WANTED -> {
                session.audit("Release of " + device + " wanted");
                session.out().printf("The release of %s is wanted. A mail says when it is really back.%n", device);
                session.out()
                        .println(
                                ledger.overview().processes() > 0
                                        ? "It is asked for within the next half minute."
                                        : "Nothing is running here: it is asked for by the next run.");
            }
            case ALREADY ->
                session.out()
                        .printf(
                                "The release of %s was wanted before, by %s, and is on its way; nothing is asked for twice.%n",
                                device, Printable.line(answer.wish().who()));
            case WITHDRAWN -> {
                session.audit("Isolation of " + device + " withdrawn");
                session.out().printf("Nothing had reached Defender: the isolation of %s is withdrawn.%n", device);
            }
            case NOT_OURS -> {
                session.problems()
                        .printf(
                                "%s was isolated by somebody else; nothing was changed. To fix: release it in the portal.%n",
                                device);
                return 1;
            }
            case CLOSED, UNKNOWN -> {
                session.problems()
                        .printf(
                                "%s is not isolated by us any more (%s); nothing was changed.%n",
                                device, cutOff.isolation().state());
                return 1;
            }
        }
        return 0;
    }
}
