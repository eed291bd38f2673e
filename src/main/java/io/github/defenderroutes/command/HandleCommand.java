package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.settings.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handle ALERT-ID}: one alert by hand, through the same routes, judge and gate. */
@Command(
        name = "handle",
        description = "Handles one alert by its id, as if the poll had met it.",
        mixinStandardHelpOptions = true)
final class HandleCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Parameters(paramLabel = "ALERT-ID", description = "Defender's id of the alert.")
    private String alertId;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = folders.settings();
        PrintWriter out = spec.commandLine().getOut();
        long began = System.currentTimeMillis();
        try (DefenderRoutes app = new DefenderRoutes(settings, folders.routes, Clock.systemUTC())) {
            String state = app.handle(alertId);
            if (app.ledger().runs().since(began).isEmpty()) {
                boolean seen = !state.equals("unknown");
                out.printf(
                        "Alert %s %s; nothing was done.%n",
                        alertId, seen ? "is " + state + " already" : "could not be read");
                out.flush();
                return seen ? 0 : 1;
            }
            boolean nothingLeft = Report.print(app.ledger(), began, out);
            return nothingLeft && state.equals("done") ? 0 : 1;
        }
    }
}
