package io.github.defenderroutes;

import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.ledger.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An installation whose routes and texts are edited while it runs. */
abstract class EditedInstallation {
    static final Duration SOON = Duration.ofSeconds(30);

    final Installation our = new Installation();

    @TempDir
    Path folder;

    Path routes;
    Path config;

    @BeforeEach
    void copyWhatWeShip() throws IOException {
        routes = copy(Application.ROUTES, folder.resolve("routes"));
        config = copy(Application.CONFIG, folder.resolve("config"));
        our.withRoutes(routes).withConfig(config);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    Reloaded reload() {
        try {
            return our.app().reload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<Audit.Entry> audited() {
        List<Audit.Entry> entries = new ArrayList<>();
        our.app().ledger().audit().since(Instant.EPOCH, entries::add);
        entries.removeIf(entry -> !entry.action().startsWith("reload"));
        return entries;
    }

    static void edit(Path file, String what, String instead) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, what.isEmpty() ? instead + text : text.replaceFirst(Pattern.quote(what), instead));
    }

    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }
}
