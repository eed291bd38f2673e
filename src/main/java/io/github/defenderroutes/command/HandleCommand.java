package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes.Handled;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code handle ALERT-ID}: one alert by hand, through the same routes, judge and gate. */
@Command(
        name = "handle",
        description = "Handles one alert by its id, as if the poll had met it.",
        mixinStandardHelpOptions = true)
final class HandleCommand extends OperatorCommand {
    @Parameters(paramLabel = "ALERT-ID", description = "Defender's id of the alert.")
    private String alertId;

    @Override
    int perform(Session session) throws InterruptedException {
        long began = System.currentTimeMillis();
        Handled handled = session.app().handle(alertId);
        boolean ran = Report.print(session.app().ledger(), alertId, began, session.out());
        if (!ran) {
            session.out().printf("Alert %s %s; nothing was done.%n", Printable.line(alertId), why(handled));
        }
        switch (handled.state()) {
            case "due" -> session.out().println("It is due again; run takes it up by itself.");
            case "parked" -> session.out().printf("When its cause is cured: resubmit %s%n", Printable.line(alertId));
            default -> {} // nothing is left to do
        }
        boolean fine = ran ? handled.state().equals("done") : handled.problem().isEmpty();
        return fine ? 0 : 1;
    }

    private static String why(Handled handled) {
        return handled.problem()
                .map(problem -> "was not taken: " + Printable.line(problem).replaceAll("\\.$", ""))
                .orElseGet(() -> "is " + handled.state() + " already");
    }
}
