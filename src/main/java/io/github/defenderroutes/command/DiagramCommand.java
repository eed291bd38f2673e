package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.diagram.Diagram;
import io.github.defenderroutes.settings.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diagram}: the loaded routes as Mermaid. */
@Command(
        name = "diagram",
        description =
                "Draws the routes as they are loaded, in Mermaid: all of them and their calls, or some step by step.",
        mixinStandardHelpOptions = true)
final class DiagramCommand implements Callable<Integer> {
    private static final Pattern PICTURE = Pattern.compile("(?ms)^```mermaid\\n.*?^```$");

    @Mixin
    private Folders folders;

    @Parameters(
            paramLabel = "ROUTE",
            arity = "0..*",
            description = "Draw these step by step; error-handling is one, too.")
    private List<String> routes = List.of();

    @Option(names = "--branches", description = "In the picture of all: say at each arrow when it is taken.")
    private boolean branches;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it into this file; of a .md in the place of the first picture in it.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        System.setProperty("log.level", "OFF");
        try (DefenderRoutes app = new DefenderRoutes(folders.offlineSettings(), folders.routes, Clock.systemUTC())) {
            String picture = app.links().look(camel -> draw(new Diagram(camel)));
            if (out == null) {
                spec.commandLine().getOut().print(picture);
                spec.commandLine().getOut().flush();
            } else if (out.toString().endsWith(".md")) {
                Files.writeString(out, renewed(Files.readString(out), picture));
            } else {
                Files.writeString(out, picture);
            }
        }
        return 0;
    }

    private String draw(Diagram diagram) {
        for (String route : routes) {
            if (!diagram.names().contains(route)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no route %s in %s.%s"
                                .formatted(
                                        Printable.line(route),
                                        folders.routes,
                                        Nearest.to(route, diagram.names())
                                                .map(" Did you mean %s?"::formatted)
                                                .orElse(" There are %s."
                                                        .formatted(String.join(", ", diagram.names())))));
            }
        }
        sayWhatIsMissing(diagram);
        return routes.isEmpty() ? diagram.overview(branches) : diagram.steps(routes);
    }

    /** A route whose precondition does not hold is never loaded. */
    private void sayWhatIsMissing(Diagram diagram) {
        try (Stream<Path> files = Files.list(folders.routes)) {
            String missing = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".camel.yaml"))
                    .map(file -> file.replace(".camel.yaml", ""))
                    .filter(route -> !diagram.names().contains(route))
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .printf("Not drawn, because with these settings there is no such route: %s.%n", missing);
                spec.commandLine().getErr().flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String renewed(String page, String picture) {
        Matcher old = PICTURE.matcher(page);
        if (!old.find()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s holds no picture to renew. To fix: write ```mermaid and ``` where it should stand."
                            .formatted(out));
        }
        return page.substring(0, old.start()) + "```mermaid\n" + picture + "```" + page.substring(old.end());
    }
}
