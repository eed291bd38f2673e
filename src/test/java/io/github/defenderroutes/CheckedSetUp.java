package io.github.defenderroutes;

import io.github.defenderroutes.check.Finding;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.check.SetUp;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A set-up to be checked, against the stand-in. */
abstract class CheckedSetUp {
    final StandIn standIn = StandIn.start();
    final Map<String, String> own = new HashMap<>(Map.of("isolation.mode", "dry-run"));
    Path routes = Application.ROUTES;
    Path config = Application.CONFIG;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        standIn.close();
    }

    Map<String, Finding> check() {
        return check(false);
    }

    Map<String, Finding> check(boolean sendTestMail) {
        Settings settings = settings();
        try (DefenderRoutes app = new DefenderRoutes(settings, routes, Clock.systemUTC())) {
            return new SetUp(app, settings, Clock.systemUTC(), "tester", sendTestMail, finding -> {})
                    .prove().stream()
                            .collect(Collectors.toMap(
                                    Finding::link, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        }
    }

    Settings settings() {
        return Application.settings(
                config, standIn.settings(), Application.memory(UUID.randomUUID().toString()), own);
    }

    static List<String> linksThatAre(State state, Map<String, Finding> found) {
        return found.values().stream()
                .filter(finding -> finding.state() == state)
                .map(Finding::link)
                .toList();
    }

    Path copyOfRoutes() throws IOException {
        return copy(Application.ROUTES, folder.resolve("routes"));
    }

    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }
}
