package io.github.defenderroutes.command;

import io.github.defenderroutes.history.RunDetails;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs show ID}: one run with its steps, its decision and what came of it. */
@Command(
        name = "show",
        description =
                "Shows one run: decision with values, steps as a timeline, calls, mails, and what it was decided by.",
        mixinStandardHelpOptions = true)
final class RunsShowCommand extends OperatorCommand {
    @Parameters(paramLabel = "ID", description = "Of a run; or of an alert, for its last run.")
    private String id;

    @Option(names = "--alert-json", description = "Only the alert as it was then, as JSON.")
    private boolean alertJson;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    int perform(Session session) {
        session.app().openLedger();
        Optional<RunDetails> run = session.app().desk().history().get(id);
        if (run.isEmpty()) {
            session.problems()
                    .printf(
                            "There is no run %s, nor a run of an alert of that id. To fix: look with runs.%n",
                            Printable.line(id));
            return 1;
        }
        if (alertJson) {
            return alert(run.get(), session);
        }
        if (json) {
            session.out().println(RunText.json(run.get()).toPrettyString());
        } else {
            RunText.print(run.get(), session.out());
        }
        return 0;
    }

    private static int alert(RunDetails run, Session session) {
        run.alert().ifPresentOrElse(session.out()::println, () -> session.problems()
                .println("The alert as it was is not kept: nobody was told of it and nothing was done about it."));
        return run.alert().isPresent() ? 0 : 1;
    }
}
