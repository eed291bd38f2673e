package io.github.defenderroutes.command;

import io.github.defenderroutes.cases.CaseFileException;
import io.github.defenderroutes.cases.CaseRun;
import io.github.defenderroutes.cases.CaseRunner;
import io.github.defenderroutes.settings.Nearest;
import io.github.defenderroutes.watch.Watch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Parameters(paramLabel = "ROUTE", arity = "0..*", description = "Only the cases of these routes.")
    private List<String> routes = List.of();

    @Option(
            names = "--coverage",
            description = "Also lists the branches and steps of routes, and the rules, that no case reaches.")
    private boolean coverage;

    @Option(names = "--json", description = "Results as JSON.")
    private boolean json;

    @Option(
            names = "--watch",
            description =
                    "Runs them at once and at each save; of a route that was saved only its own. Ends with Ctrl-C.")
    private boolean watch;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.setProperty("log.level", "OFF"); // a case that makes something fail is no news
        CaseRunner runner = new CaseRunner(folders.routes, folders.config);
        checkRoutes(runner.routes());
        Watch saves = new Watch(List.of(folders.routes, folders.config));
        int exitCode = run(runner, routes);
        try {
            while (watch) {
                exitCode = run(runner, concerned(saves.next(), runner.routes()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }

    /** Whose cases to run again: of routes that were saved their own, of anything else all that were asked for. */
    private List<String> concerned(Set<Path> saved, List<String> known) {
        Set<String> own = new TreeSet<>();
        for (Path file : saved) {
            String name = file.getFileName().toString().replaceFirst("[.](camel|case)[.]yaml$", "");
            if (!known.contains(name)) {
                return routes;
            }
            own.add(name);
        }
        return List.copyOf(own);
    }

    private int run(CaseRunner runner, List<String> only) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            CaseRun run = only.isEmpty() ? runner.run() : runner.run(only);
            CaseReport report = new CaseReport(run, coverage);
            if (json) {
                out.println(report.json());
            } else {
                report.print(out);
            }
            out.flush();
            return run.failed().isEmpty() ? 0 : 1;
        } catch (CaseFileException e) {
            spec.commandLine().getErr().println(Printable.line(e.getMessage()));
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private void checkRoutes(List<String> known) {
        routes.stream().filter(route -> !known.contains(route)).findFirst().ifPresent(route -> {
            String nearest = Nearest.to(route, known)
                    .map(" Did you mean %s?"::formatted)
                    .orElse(" To fix: write %s.".formatted(folders.routes.resolve(route + ".case.yaml")));
            throw new ParameterException(spec.commandLine(), "The route %s has no cases.%s".formatted(route, nearest));
        });
    }
}
