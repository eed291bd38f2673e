package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.watch.Watch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run --dev}: what is saved is in force a moment later, or it is said why not and what was in force goes on. */
final class DevMode {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final DefenderRoutes app;
    private final Consumer<String> say;
    private final Watch watch;
    private LocalTime inForceSince = now();

    /** Watches from now on. */
    DevMode(DefenderRoutes app, Settings settings, Folders folders, Consumer<String> say) {
        this.app = app;
        this.say = say;
        Path rules = settings.configFolder().resolve(settings.text("guardrails.file"));
        this.watch = new Watch(List.of(folders.routes, settings.configFolder(), rules));
    }

    /** Reloads from now on, on a thread of its own. */
    void begin() {
        Thread thread = new Thread(this::reloadWhatIsSaved, "defender-dev");
        thread.setDaemon(true);
        thread.start();
    }

    private void reloadWhatIsSaved() {
        try {
            while (true) {
                Set<Path> saved = watch.next();
                Set<Path> counting = saved.stream().filter(DevMode::isReloaded).collect(Collectors.toSet());
                if (!counting.isEmpty()) {
                    reload(counting);
                }
                saved.stream()
                        .filter(file -> file.toString().endsWith(".properties"))
                        .forEach(file -> say.accept(
                                file + " was saved: settings are read at the start only. To fix: start again."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isReloaded(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".camel.yaml")
                || name.endsWith(".kql")
                || name.endsWith(".ftl")
                || name.endsWith(".ftlh")
                || name.endsWith(".yaml") && !name.endsWith(".case.yaml");
    }

    private void reload(Set<Path> saved) throws InterruptedException {
        String files = saved.stream().sorted().map(Path::toString).collect(Collectors.joining(", "));
        long began = System.nanoTime();
        try {
            Reloaded reloaded = app.reload();
            inForceSince = now();
            say.accept("%s Reloaded in %d ms: %s%s"
                    .formatted(
                            inForceSince,
                            (System.nanoTime() - began) / 1_000_000,
                            files,
                            reloaded.inHand().isEmpty()
                                    ? ""
                                    : ". Still finishing as before: " + String.join(", ", reloaded.inHand())));
        } catch (StartException | LedgerException e) {
            sayWhyNot(files, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("A reload failed. To fix: save again, or restart.", e);
            sayWhyNot(files, e.toString());
        }
    }

    private void sayWhyNot(String files, String why) {
        say.accept("%s Not reloaded: %s%n%s%nWhat has been in force since %s goes on."
                .formatted(now(), files, why, inForceSince));
    }

    private static LocalTime now() {
        return LocalTime.now(Clock.systemDefaultZone()).truncatedTo(ChronoUnit.SECONDS);
    }
}
