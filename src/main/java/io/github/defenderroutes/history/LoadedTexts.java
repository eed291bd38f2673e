package io.github.defenderroutes.history;

import io.github.defenderroutes.ledger.Versions;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an installation decides by, as texts that may be kept: the routes, the guardrails, the settings; no secrets. */
public final class LoadedTexts {
    /** Their values can be as good as a password for whatever they lead to. */
    private static final List<String> NOT_SHOWN = List.of("alarm.route", "heartbeat.url");

    private static final String RELEASE = "(built from source)";

    private final Settings settings;
    private final Harmless harmless;
    private final Path routes;
    private final Versions versions;

    /** @param routes the folder with {@code *.camel.yaml} */
    public LoadedTexts(Settings settings, Path routes, Versions versions) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.routes = routes;
        this.versions = versions;
    }

    /**
     * Notes that from now on decisions are made by what stands in the files.
     *
     * @param guardrails the text of the rules as they were loaded, or {@code null} if there are none
     */
    public void note(String guardrails) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("routes", harmless.text(routes()));
        if (guardrails != null) {
            texts.put("guardrails", harmless.text(guardrails));
        }
        texts.put("settings", settings());
        versions.use(release(), texts);
    }

    private static String release() {
        String version = LoadedTexts.class.getPackage().getImplementationVersion();
        return version == null ? RELEASE : version;
    }

    private String routes() {
        try (Stream<Path> files = Files.list(routes)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
                    .sorted()
                    .map(LoadedTexts::file)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(Path file) {
        try {
            return "# ---- " + file.getFileName() + "\n" + Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings() {
        return harmless.text(settings.describe())
                .lines()
                .map(line -> {
                    String key = line.split(" = ", 2)[0];
                    return NOT_SHOWN.contains(key) && !line.endsWith(" = (not set)")
                            ? key + " = (set, not shown)"
                            : line;
                })
                .collect(Collectors.joining("\n"));
    }
}
