package io.github.defenderroutes.command;

import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.stops.Breaker;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breaker}: what a cap opened, and only a person closes. */
@Command(
        name = "breaker",
        description = "Says whether a cap has stopped isolations, or lets them go on.",
        mixinStandardHelpOptions = true)
final class BreakerCommand extends OperatorCommand {
    private enum Act {
        STATUS,
        CLOSE;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "status|close", description = "Say how it stands, or close it.")
    private Act act;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; close needs it. For the audit.")
    private String reason;

    @Spec
    private CommandSpec self;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        Breaker breaker = session.app().desk().breaker();
        return switch (act) {
            case STATUS -> status(breaker, session);
            case CLOSE -> close(breaker, session);
        };
    }

    private static int status(Breaker breaker, Session session) {
        Optional<Position> open = breaker.open();
        if (open.isEmpty()) {
            session.out().println("The breaker is closed: devices are isolated as far as mode, rules and caps allow.");
            return 0;
        }
        session.out()
                .println("The breaker is OPEN " + Printable.line(open.get().course())
                        + ". No device is isolated by itself.");
        session.out().println("Requested in the day before:");
        breaker.counted(open.get()).forEach(isolation -> session.out()
                .printf(
                        "  %-40s %-10s alert %s%n",
                        isolation.deviceId(), isolation.state(), Printable.line(isolation.alertId())));
        session.out().println("When you know why: breaker close --reason TEXT");
        return 0;
    }

    private int close(Breaker breaker, Session session) {
        if (reason == null || reason.isBlank()) {
            throw new ParameterException(self.commandLine(), "It needs a reason. To fix: add --reason TEXT.");
        }
        if (!breaker.close(session.actor(), reason)) {
            session.problems().println("The breaker is not open. Nothing was changed.");
            return 1;
        }
        session.audit("Breaker closed: " + Printable.line(reason));
        session.out().println("The breaker is closed. The caps count anew from now.");
        return 0;
    }
}
