package io.github.defenderroutes.history;

import io.github.defenderroutes.ledger.LedgerException;
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
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an installation decides by, as texts that are kept: the routes, the guardrails, the settings; no secrets. The routes
 * count as they were at the start, the guardrails as they are in force, whoever had them loaded again.
 */
public final class LoadedTexts {
    /** Their values can be as good as a password for whatever they lead to. */
    private static final List<String> NOT_SHOWN = List.of("alarm.route", "heartbeat.url");

    private static final String NO_RELEASE = "(built from source)";

    private final Settings settings;
    private final Harmless harmless;
    private final Path folder;
    private final Supplier<String> guardrails;
    private final Versions versions;
    private volatile String routes;
    private volatile String noted;

    /**
     * @param folder with {@code *.camel.yaml}
     * @param guardrails gives the text of the rules in force, or {@code null} if there are none; asked for each decision
     */
    public LoadedTexts(Settings settings, Path folder, Supplier<String> guardrails, Versions versions) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.folder = folder;
        this.guardrails = guardrails;
        this.versions = versions;
    }

    /** The routes have been loaded: from now on it is noted by what is decided. */
    public void begin() {
        routes = harmless.text(routes());
        note(guardrails.get());
    }

    /**
     * The version of what is decided by at the moment; its texts are kept.
     *
     * @return {@code null} if it is not known: before {@link #begin}, and while the database does not take new texts
     */
    public String current() {
        String rules = guardrails.get();
        if (routes != null && !Objects.equals(rules, noted)) {
            try {
                note(rules);
            } catch (LedgerException e) { // no alert has to wait for its history
                return null;
            }
        }
        return versions.current();
    }

    private synchronized void note(String rules) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("routes", routes);
        if (rules != null) {
            texts.put("guardrails", harmless.text(rules));
        }
        texts.put("settings", settings());
        versions.use(release(), texts);
        noted = rules;
    }

    private static String release() {
        String version = LoadedTexts.class.getPackage().getImplementationVersion();
        return version == null ? NO_RELEASE : version;
    }

    private String routes() {
        try (Stream<Path> files = Files.list(folder)) {
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
