package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code prepare}: handles the demo's first alerts once, so that the launcher can have Java archive the classes which that
 * takes. Not for people, who have {@code bin/defender-routes prepare}.
 */
@Command(
        name = "prepare",
        description = "Uses what a start uses, against the stand-in, and ends.",
        hidden = true,
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Option(
            names = "--database",
            paramLabel = "FILE",
            required = true,
            description = "Folder and name of a database that may be made and deleted.")
    private Path database;

    @Override
    public Integer call() throws InterruptedException {
        try (StandIn standIn = StandIn.start()) {
            Map<String, String> values = new HashMap<>(DemoCommand.onTop(standIn));
            values.put("state.url", "jdbc:h2:file:" + database.toAbsolutePath());
            new DemoScenario(standIn).first();
            try (DefenderRoutes app = new DefenderRoutes(folders.settings(values), folders.routes, Clock.systemUTC())) {
                app.runOnce();
            }
            return 0;
        }
    }
}
