package io.github.defenderroutes.history;

import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Versions;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
 * What one generation of routes decides by, as texts that are kept: the routes, the guardrails, the settings; no secrets.
 * The routes count as they were when it was loaded, the guardrails as they are in force.
 */
public final class LoadedTexts {
    /** Their values can be as good as a password for whatever they lead to. */
    private static final List<String> NOT_SHOWN = List.of("alarm.route", "alerts.hand-over", "heartbeat.url");

    private static final String NO_RELEASE = "(built from source)";

    private final Settings settings;
    private final Harmless harmless;
    private final Path folder;
    private final Supplier<String> guardrails;
    private final Versions versions;
    private final String routes;
    private volatile Noted noted;

    /** @param guardrails {@code null} if there are none */
    private record Noted(String guardrails, String version) {}

    /**
     * To be made right before the routes are loaded.
     *
     * @param folder with {@code *.camel.yaml}
     * @param guardrails gives the text of the rules in force, or {@code null} if there are none; asked for each decision
     */
    public LoadedTexts(Settings settings, Path folder, Supplier<String> guardrails, Versions versions) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.folder = folder;
        this.guardrails = guardrails;
        this.versions = versions;
        this.routes = routes();
    }

    /** The routes have been loaded: from now on it is noted by what is decided. */
    public void begin() {
        note(guardrails.get());
    }

    /**
     * The same, with rules that are about to be put in force.
     *
     * @param rules {@code null} if there are none
     */
    public void begin(String rules) {
        note(rules);
    }

    /** Of the routes as they are kept, in hexadecimal. */
    public String sha256() {
        return Versions.hash(harmless.text(routes));
    }

    /** Whether the files of the routes are still what they were. */
    public boolean areCurrent() {
        return routes.equals(routes());
    }

    /**
     * The version of what is decided by at the moment; its texts are kept.
     *
     * @return {@code null} if it is not known: before {@link #begin}, and while the database does not take new texts
     */
    public String current() {
        Noted last = noted;
        if (last == null) {
            return null;
        }
        String rules = guardrails.get();
        if (Objects.equals(rules, last.guardrails)) {
            return last.version;
        }
        try {
            return note(rules);
        } catch (LedgerException e) { // no alert has to wait for its history
            return null;
        }
    }

    private synchronized String note(String rules) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("routes", harmless.text(routes));
        if (rules != null) {
            texts.put("guardrails", harmless.text(rules));
        }
        texts.put("settings", settings());
        noted = new Noted(rules, versions.use(release(), texts));
        return noted.version;
    }

    private static String release() {
        String version = LoadedTexts.class.getPackage().getImplementationVersion();
        return version == null ? NO_RELEASE : version;
    }

    private String routes() {
        if (!Files.isDirectory(folder)) {
            return ""; // loading them says so
        }
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
            return "# ---- " + file.getFileName() + "\n" + new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
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
