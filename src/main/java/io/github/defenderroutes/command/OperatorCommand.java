package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command on the state of an installation. It is carried out here if the database can be opened, and otherwise by the
 * process that has it open; what it does and prints is the same.
 */
abstract class OperatorCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Spec
    private CommandSpec spec;

    /**
     * Carries it out.
     *
     * @return the exit code
     * @throws DatabaseInUseException before anything is done, if another process has to be asked
     */
    abstract int perform(Session session) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        System.setProperty("log.target", "System.err"); // what is printed may be read by a program
        Settings settings = folders.settings();
        String user = Actor.osUser();
        try (DefenderRoutes app = new DefenderRoutes(settings, folders.routes, Clock.systemUTC())) {
            return perform(new Session(
                    app, user, spec.commandLine().getOut(), spec.commandLine().getErr()));
        } catch (DatabaseInUseException e) {
            return print(new ControlClient(settings.text("state.url")).ask(user, words()));
        } finally {
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
        }
    }

    private List<String> words() {
        return spec.root().commandLine().getParseResult().expandedArgs();
    }

    private int print(Reply reply) {
        spec.commandLine().getOut().print(reply.out());
        spec.commandLine().getErr().print(reply.problems());
        return reply.exitCode();
    }
}
