package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.shipped.EditedHome;
import io.github.defenderroutes.shipped.HomeException;
import io.github.defenderroutes.shipped.ShippedFile;
import io.github.defenderroutes.shipped.State;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code changes}: what you changed in the shipped files, and what this release changes. */
@Command(
        name = "changes",
        description = "Shows what you changed in the shipped files, and what this release changes in them.",
        mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Only these, as routes/poll-alerts.camel.yaml or config/guardrails.yaml.")
    private List<String> names = List.of();

    @Option(names = "--diff", description = "With the lines.")
    private boolean diff;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @ArgGroup
    private Doing doing = new Doing();

    @Spec
    private CommandSpec spec;

    /** What is to be done besides looking. */
    private static final class Doing {
        @Option(
                names = "--take",
                description =
                        "Bring what you have not edited to the form of this release. Nothing you edited is touched.")
        private boolean take;

        @Option(names = "--merged", description = "Note of these files that you have brought our change in by hand.")
        private boolean merged;
    }

    @Override
    public Integer call() {
        EditedHome home = new EditedHome(folders.config, folders.routes);
        try {
            if (doing.take) {
                take(home);
            } else if (doing.merged) {
                merged(home);
            }
            List<ShippedFile> files = names.isEmpty() ? home.files() : home.files(names);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(home, files));
            } else {
                print(home, files, out);
            }
            out.flush();
            return files.stream().anyMatch(file -> file.state().isWaiting()) ? 1 : 0;
        } catch (HomeException e) {
            spec.commandLine().getErr().println(Printable.line(e.getMessage()));
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private void take(EditedHome home) {
        home.take(
                names.isEmpty()
                        ? home.files().stream()
                                .filter(file -> file.state() == State.CHANGED
                                        || file.state() == State.NEW
                                        || file.state() == State.GONE
                                                && file.yourChange().isEmpty())
                                .toList()
                        : home.files(names));
    }

    private void merged(EditedHome home) {
        if (names.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--merged is said of files. To fix: name those that you have merged.");
        }
        home.merged(home.files(names));
    }

    private void print(EditedHome home, List<ShippedFile> files, PrintWriter out) {
        out.println(about(home));
        out.println();
        files.stream()
                .filter(file -> file.state() != State.UNCHANGED || !names.isEmpty())
                .forEach(file -> {
                    out.printf("%-21s %s%n", file.state(), file.name());
                    if (diff) {
                        file.yourChange().forEach(line -> out.println(Printable.indented(line)));
                        file.ourChange().forEach(line -> out.println(Printable.indented(line)));
                    }
                });
        long unchanged =
                files.stream().filter(file -> file.state() == State.UNCHANGED).count();
        if (names.isEmpty()) {
            out.printf("%-21s %d files%n", State.UNCHANGED, unchanged);
        }
        next(files, out);
    }

    private static String about(EditedHome home) {
        String release = "Defender Routes " + home.release().orElse("(built from source)");
        if (!home.remembers()) {
            return release + ". Nothing is remembered of the release these files came from: it is taken for this one.";
        }
        return "%s. These files came from %s."
                .formatted(release, Printable.line(home.from().orElse("a release that nobody noted")));
    }

    private static void next(List<ShippedFile> files, PrintWriter out) {
        boolean taken = files.stream()
                .anyMatch(file -> file.state() == State.CHANGED || file.state() == State.NEW || isGone(file));
        boolean byHand = files.stream().anyMatch(file -> file.state() == State.BOTH);
        if (taken || byHand) {
            out.println();
        }
        if (taken) {
            out.println("changes --take brings what you have not edited to the form of this release.");
        }
        if (byHand) {
            out.println(
                    "Where both changed: changes --diff shows both; bring ours in by hand, then changes --merged FILE.");
        }
    }

    private static boolean isGone(ShippedFile file) {
        return file.state() == State.GONE;
    }

    private String json(EditedHome home, List<ShippedFile> files) {
        ObjectNode all = new ObjectMapper().createObjectNode();
        all.put("release", home.release().orElse(null));
        all.put("from", home.remembers() ? home.from().orElse(null) : null);
        all.put("remembered", home.remembers());
        ArrayNode list = all.putArray("files");
        for (ShippedFile file : files) {
            ObjectNode one = list.addObject()
                    .put("file", file.name())
                    .put("state", file.state().name().toLowerCase(Locale.ROOT));
            if (diff) {
                one.put("yours", String.join("\n", file.yourChange()));
                one.put("ours", String.join("\n", file.ourChange()));
            }
        }
        return all.toPrettyString();
    }
}
