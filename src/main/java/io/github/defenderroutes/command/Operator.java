package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.control.Commands;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.ledger.LedgerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Carries out, in the running process, what operators ask for from others. */
final class Operator implements Commands {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final DefenderRoutes app;

    Operator(DefenderRoutes app) {
        this.app = app;
    }

    @Override
    public Reply perform(String user, List<String> words) {
        String asker = Printable.line(user);
        LOG.info("Asked by {}: {}", asker, Printable.line(String.join(" ", words)));
        StringWriter out = new StringWriter();
        StringWriter problems = new StringWriter();
        int exitCode;
        try {
            exitCode = command(words)
                    .perform(new Session(app, asker, new PrintWriter(out, true), new PrintWriter(problems, true)));
        } catch (ParameterException e) {
            return new Reply(2, "", e.getMessage() + System.lineSeparator());
        } catch (LedgerException | IllegalStateException e) {
            return new Reply(1, "", e.getMessage() + System.lineSeparator());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(1, "", "Interrupted: the process is stopping." + System.lineSeparator());
        }
        return new Reply(exitCode, out.toString(), problems.toString());
    }

    private static OperatorCommand command(List<String> words) {
        String[] arguments = words.toArray(String[]::new);
        CommandLine program = Main.program(arguments).setExpandAtFiles(false); // the asker has done that
        List<CommandLine> parsed = program.parseArgs(arguments).asCommandLineList();
        CommandLine last = parsed.get(parsed.size() - 1);
        if (last.getCommand() instanceof OperatorCommand command) {
            return command;
        }
        throw new ParameterException(last, "A running process does not do that for others: " + words);
    }
}
