package io.github.defenderroutes.command;

import io.github.defenderroutes.cases.CaseFileException;
import io.github.defenderroutes.cases.CaseResult;
import io.github.defenderroutes.cases.CaseRunner;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: the cases beside the routes. */
@Command(
        name = "test",
        description = "Runs the cases beside the routes: what must happen to an alert, and what must not.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Parameters(paramLabel = "ROUTE", arity = "0..1", description = "Only the cases of this route.")
    private String route;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.setProperty("log.level", "OFF"); // a case that makes something fail is no news
        PrintWriter out = spec.commandLine().getOut();
        CaseRunner runner = new CaseRunner(folders.routes, folders.config);
        try {
            List<CaseResult> results = route == null ? runner.run() : runner.run(route);
            List<CaseResult> failed =
                    results.stream().filter(result -> !result.passed()).toList();
            failed.forEach(out::println);
            out.printf("%d cases, %d failed.%n", results.size(), failed.size());
            out.flush();
            return failed.isEmpty() ? 0 : 1;
        } catch (CaseFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }
}
