package io.github.defenderroutes.command;

import io.github.defenderroutes.Connector;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.RecordedFiles;
import io.github.defenderroutes.recorded.RecordedRuns;
import io.github.defenderroutes.recorded.Recording;
import io.github.defenderroutes.recorded.RecordingException;
import io.github.defenderroutes.recorded.TenantAlerts;
import io.github.defenderroutes.replay.Replay;
import io.github.defenderroutes.replay.Replay.Edition;
import io.github.defenderroutes.replay.Tally;
import io.github.defenderroutes.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: recorded alerts through today's routes, and through edited ones. */
@Command(
        name = "replay",
        description = {
            "Plays recorded alerts through the routes and says what would be decided; with --against through edited ones as"
                    + " well, and says where they differ.",
            "Changes and sends nothing: everything that leads out of the routes is held."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:fine; with --against: nothing is decided differently",
            "1:with --against: something is; or the routes cannot be loaded",
            "2:wrong use, or files that are no alerts"
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    /** Where alerts are recorded. */
    enum From {
        history,
        tenant
    }

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "A folder or file with alerts, and devices, as Defender's API answers them.")
    private Path place;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description = "Instead of DIR: the alerts since then; how long ago, such as 7d, a day or an instant.")
    private Instant since;

    @Option(
            names = "--from",
            defaultValue = "history",
            description =
                    "With --since: history (the default), the alerts that somebody was told of, with their devices as"
                            + " they were; or tenant, all that it shows now.")
    private From from;

    @Option(names = "--against", paramLabel = "DIR", description = "A folder with edited routes, complete.")
    private Path against;

    @Option(names = "--against-config", paramLabel = "DIR", description = "A folder with edited settings and rules.")
    private Path againstConfig;

    @Option(names = "--devices", paramLabel = "PATH", description = "File or folder with the alerts' devices.")
    private Path devices;

    @Option(names = "--as-new", description = "Plays alerts that were resolved since as they were before.")
    private boolean asNew;

    @Option(names = "--mode", paramLabel = "MODE", description = "Instead of isolation.mode, in both.")
    private String mode;

    @Option(
            names = "--limit",
            defaultValue = "50",
            description = "Show at most so many alerts that differ (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Mixin
    private Folders folders;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.setProperty("log.target", "System.err");
        System.setProperty("log.level", "OFF"); // what a route logs about a replayed alert is no news
        if ((place == null) == (since == null)) {
            throw wrong("Name either a folder with alerts, or --since.");
        }
        for (Path folder : new Path[] {against, againstConfig}) {
            if (folder != null && !Files.isDirectory(folder)) {
                throw wrong("%s is not a folder.".formatted(folder));
            }
        }
        try {
            return replay();
        } catch (RecordingException e) {
            spec.commandLine().getErr().println(Printable.line(e.getMessage()));
            return 2;
        } finally {
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
        }
    }

    private int replay() {
        if (place != null) {
            return replay(RecordedFiles.at(place, devices));
        }
        Settings settings = folders.settings();
        if (from == From.history) {
            try (HistoryReading history = new HistoryReading(settings, folders.routes, since)) {
                return replay(new RecordedRuns(history::page));
            }
        }
        try (LiveReading reading = new LiveReading(settings, folders.routes);
                Connector connector = reading.links().connector(reading.permits())) {
            return replay(new TenantAlerts(connector, settings.text("alerts.source"), since, this::pause));
        }
    }

    private int replay(Recording recording) {
        long began = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        Optional<Edition> edited = edited();
        ReplayOutput output = json ? new ReplayJson(out) : new ReplayText(out, names(), limit);
        try (Replay replay = new Replay(recording, edition(folders), edited)) {
            Tally tally = replay.run(this::played, output::difference);
            output.end(tally, Duration.ofNanos(System.nanoTime() - began));
            return edited.isPresent() && tally.differing() > 0 ? 1 : 0;
        }
    }

    private RecordedAlert played(RecordedAlert alert) {
        return asNew ? alert.asNew() : alert;
    }

    private Optional<Edition> edited() {
        if (against == null && againstConfig == null) {
            return Optional.empty();
        }
        Folders other = new Folders();
        other.config = againstConfig == null ? folders.config : againstConfig;
        other.routes = against == null ? folders.routes : against;
        return Optional.of(edition(other));
    }

    private Edition edition(Folders of) {
        Settings settings = of.offlineSettings();
        return new Edition(mode == null ? settings : settings.with(Map.of("isolation.mode", mode)), of.routes);
    }

    /** The two editions, as people would call them. */
    private String[] names() {
        Path other = against != null ? against : againstConfig;
        return new String[] {"today", other == null ? null : Printable.line(other.toString())};
    }

    private void pause(Duration wait) {
        spec.commandLine()
                .getErr()
                .printf("Defender's quota is used up as far as this may use it: waiting %d s.%n", wait.toSeconds());
        spec.commandLine().getErr().flush();
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the quota", e);
        }
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
