package io.github.defenderroutes.command;

import io.github.defenderroutes.scaffold.Beginning;
import io.github.defenderroutes.scaffold.NewRoute;
import io.github.defenderroutes.scaffold.NewRouteException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code new route NAME}: what a new route begins with. */
@Command(
        name = "new",
        description =
                "Writes a new route, well-formed and commented, and a case that it satisfies. Changes no other file.",
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    /** What can be new. */
    enum Kind {
        route
    }

    @Mixin
    private Folders folders;

    @Parameters(index = "0", paramLabel = "route", description = "What is to be written: route.")
    private Kind kind;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "Its name, such as tag-visitors: of the file, the route and what others call.")
    private String name;

    @Option(
            names = "--from",
            paramLabel = "BEGINNING",
            defaultValue = "direct",
            description = "direct: another route calls it; quartz: a schedule; new-alert: each new alert, beside the"
                    + " shipped routes (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(names = "--to", paramLabel = "ROUTE", description = "A route of the folder that it calls as its last step.")
    private String to;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        NewRoute route;
        try {
            route = new NewRoute(folders.routes, name, beginning(), Optional.ofNullable(to));
            route.write();
        } catch (NewRouteException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s%n%s%n%n", route.file(), route.cases());
        out.println("Next: write its header and steps, and a case for each thing it must do and must not. Then");
        out.printf("      java -jar target/defender-routes.jar test %s%n", name);
        if (beginning() == Beginning.DIRECT) {
            out.printf(
                    "and have it called where it belongs, such as at the end of routes/enrich-alert.camel.yaml:%n%n");
            out.print(route.callOfThis());
        }
        out.flush();
        return 0;
    }

    private Beginning beginning() {
        for (Beginning known : Beginning.values()) {
            if (known.toString().equals(from)) {
                return known;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "A route does not begin with %s. To fix: write --from direct, quartz or new-alert."
                        .formatted(Printable.line(from)));
    }
}
