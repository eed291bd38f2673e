package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.defenderroutes.explain.Explainer;
import io.github.defenderroutes.explain.Explanation;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.RecordedFiles;
import io.github.defenderroutes.recorded.RecordingException;
import io.github.defenderroutes.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain FILE|ALERT-ID}: why an alert is decided as it is. */
@Command(
        name = "explain",
        description = {
            "Plays an alert through the routes and says why it is decided as it is: each decision with its values, file and"
                    + " line, what would be called, and the mails.",
            "Changes and sends nothing: everything that leads out of the routes is held."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|ALERT-ID",
            description =
                    "A file or folder with alerts as Defender's API answers them, which reaches no network; or the"
                            + " id of an alert, which is read from the tenant.")
    private String what;

    @Mixin
    private Folders folders;

    @Option(
            names = "--devices",
            paramLabel = "PATH",
            description = "File or folder with the alerts' devices; by default machines*.json and devices*.json beside"
                    + " FILE, or what the folder holds.")
    private Path devices;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Since.class,
            description = "When the alert is met; by default a minute after it was raised, and one of the tenant now.")
    private Instant at;

    @Option(names = "--mode", paramLabel = "MODE", description = "Instead of isolation.mode: what if it were enforce?")
    private String mode;

    @Option(names = "--all", description = "Every step, and the mails in full.")
    private boolean all;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.setProperty("log.target", "System.err");
        System.setProperty("log.level", "OFF"); // what goes wrong is part of what is explained
        PrintWriter out = spec.commandLine().getOut();
        Path file = Path.of(what);
        try {
            if (Files.exists(file)) {
                files(file, out);
            } else if (what.contains("/") || what.endsWith(".json")) {
                throw new ParameterException(
                        spec.commandLine(), "There is no file %s.".formatted(Printable.line(what)));
            } else {
                return tenant(out) ? 0 : 1;
            }
            return 0;
        } catch (RecordingException e) {
            spec.commandLine().getErr().println(Printable.line(e.getMessage()));
            return 2;
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
        }
    }

    private void files(Path file, PrintWriter out) {
        RecordedFiles recorded = RecordedFiles.at(file, devices);
        Printed printed = new Printed(out);
        try (Explainer explainer =
                Explainer.offline(settings(folders.offlineSettings()), folders.routes, recorded.known())) {
            recorded.each(alert -> {
                RecordedAlert played = at == null ? alert : alert.at(at);
                printed.print(explainer.explain(played), played.from());
            });
        }
        printed.end();
        if (printed.count == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s holds no alert. To fix: give alerts as Defender's API answers them.".formatted(file));
        }
    }

    /** @return whether the alert could be read */
    private boolean tenant(PrintWriter out) {
        Settings settings = settings(folders.settings());
        try (LiveReading reading = new LiveReading(settings, folders.routes);
                Explainer explainer = Explainer.live(settings, folders.routes, reading.permits())) {
            Printed printed = new Printed(out);
            Explanation explanation = explainer.explain(what, at == null ? Instant.now() : at);
            printed.print(explanation, "the tenant");
            printed.end();
            return explanation.wasTaken();
        }
    }

    private Settings settings(Settings settings) {
        return mode == null ? settings : settings.with(Map.of("isolation.mode", mode));
    }

    /** One explanation after the other, or all of them as JSON. */
    private final class Printed {
        private final PrintWriter out;
        private final ArrayNode several = new ObjectMapper().createArrayNode();
        private int count;

        Printed(PrintWriter out) {
            this.out = out;
        }

        void print(Explanation explanation, String from) {
            count++;
            if (json) {
                several.add(ExplainJson.of(explanation, from));
                return;
            }
            if (count > 1) {
                out.println();
            }
            ExplainText.print(explanation, from, all, out);
            out.flush();
        }

        void end() {
            if (json) {
                out.println(several.size() == 1 ? several.get(0).toPrettyString() : several.toPrettyString());
            }
        }
    }
}
