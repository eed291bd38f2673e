package io.github.defenderroutes.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of one tenant, complete and checked. Asking for a key that is not declared, or in the wrong form, is a
 * mistake in our code and throws {@link IllegalArgumentException}.
 */
public final class Settings {
    private static final String GUARDRAILS = "guardrails.file";

    private final Path configFolder;
    private final HomeFolder home;
    private final Map<String, Entry> entries;
    private final Map<String, String> values;

    private Settings(Path configFolder, HomeFolder home, Map<String, Entry> entries, Map<String, String> values) {
        this.configFolder = configFolder;
        this.home = home;
        this.entries = entries;
        this.values = values;
    }

    /** Checks them as a whole. */
    private static Settings of(Path configFolder, HomeFolder home, Map<String, Entry> entries, Problems problems) {
        Settings read = new Settings(
                configFolder, home, entries, new Resolver(configFolder, home, entries, problems).resolve());
        problems.throwIfAny();
        return read;
    }

    /**
     * Reads {@code application.properties}, then {@code secrets.properties} if it is there, then the environment, then
     * the system properties; the later one wins. Names of files are relative to the folder that the system property
     * {@code defender-routes.home} names, or without it to the working directory.
     *
     * @throws SettingsException if anything is wrong; its message lists everything that is
     */
    public static Settings load(
            Path configFolder, Map<String, String> environment, Map<String, String> systemProperties) {
        return load(configFolder, environment, systemProperties, file -> List.of());
    }

    /**
     * The same, and tells the problems of the file that {@code guardrails.file} names together with all others.
     *
     * @param guardrails what is wrong with that file
     */
    public static Settings load(
            Path configFolder,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            Function<Path, List<FileProblem>> guardrails) {
        var problems = new Problems();
        var entries = Sources.read(configFolder, environment, systemProperties, problems);
        var home = HomeFolder.of(systemProperties);
        var values = new Resolver(configFolder, home, entries, problems).resolve();
        Optional.ofNullable(values.get(GUARDRAILS))
                .map(configFolder::resolve)
                .ifPresent(file -> guardrails.apply(file).forEach(problem -> problems.add(file, problem)));
        problems.throwIfAny();
        return new Settings(configFolder, home, entries, values);
    }

    /**
     * The same as {@link #load(Path, Map, Map)}, for what reaches no network: of tenant and mail server what nobody has
     * set is made up, and so is always how the app signs in.
     *
     * @throws SettingsException if anything is wrong; its message lists everything that is
     */
    public static Settings loadOffline(
            Path configFolder, Map<String, String> environment, Map<String, String> systemProperties) {
        var problems = new Problems();
        var entries = Sources.read(configFolder, environment, systemProperties, problems);
        MadeUp.fill(entries);
        return of(configFolder, HomeFolder.of(systemProperties), entries, problems);
    }

    /**
     * Reads {@code application.properties}, and {@code secrets.properties} if it is there, for somebody who looks at the
     * files alone. What only the environment can give is made up; a value that is wrong is told, and its default counts.
     *
     * @param systemProperties of which only {@code defender-routes.home} counts
     * @param problems what is wrong with something that stands in the file is added here
     * @throws SettingsException if there is no such file
     */
    public static Settings inFile(Path configFolder, Map<String, String> systemProperties, List<FileProblem> problems) {
        var found = new Problems();
        var home = HomeFolder.of(systemProperties);
        var entries = Sources.files(configFolder, found);
        MadeUp.fill(entries);
        new Resolver(configFolder, home, entries, found).resolve();
        problems.addAll(found.inFile());
        problems.forEach(wrong -> entries.values()
                .removeIf(entry ->
                        entry.origin().source() == Source.FILE && entry.origin().line() == wrong.line()));
        MadeUp.fill(entries);
        return new Settings(
                configFolder, home, entries, new Resolver(configFolder, home, entries, new Problems()).resolve());
    }

    /**
     * Takes these values and nothing else: no file, no environment, no system property.
     *
     * @throws SettingsException if anything is wrong; its message lists everything that is
     */
    public static Settings of(Map<String, String> values) {
        var problems = new Problems();
        return of(null, HomeFolder.NONE, Sources.given(values, problems), problems);
    }

    /** The same; the files that belong to them, such as guardrails and mail texts, are in that folder. */
    public Settings in(Path folder) {
        return new Settings(folder, home, entries, values);
    }

    /**
     * A copy with these values changed, checked again as a whole.
     *
     * @throws SettingsException if anything is wrong; its message lists everything that is
     */
    public Settings with(Map<String, String> overrides) {
        var problems = new Problems();
        var changed = new LinkedHashMap<>(entries);
        changed.putAll(Sources.given(overrides, problems));
        return of(configFolder, home, changed, problems);
    }

    /** What makes an app sign in by this secret, whatever other way a file of settings chooses. */
    public static Map<String, String> signInBySecret(String clientId, String secret) {
        return SignInWay.bySecret(clientId, secret);
    }

    /** The value as text, whatever its form; for keys that always have one. */
    public String text(String key) {
        return optionalText(key)
                .orElseThrow(() -> new IllegalArgumentException(key + " is not set; ask with optionalText"));
    }

    /** The value as text, whatever its form, or empty if it is not set. */
    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(Declarations.named(key).key()));
    }

    /** A whole number; a percentage without its sign. */
    public int number(String key) {
        return Integer.parseInt(text(key, Shape.NUMBER).replace("%", ""));
    }

    /** A limit, or empty if it is {@code off}. */
    public OptionalInt limit(String key) {
        String text = text(key, Shape.LIMIT);
        return text.equals("off") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    public Duration duration(String key) {
        return DurationText.parse(text(key, Shape.DURATION));
    }

    /** A duration, or empty if it is {@code off}. */
    public Optional<Duration> durationOrOff(String key) {
        String text = text(key, Shape.DURATION_OR_OFF);
        return text.equals("off") ? Optional.empty() : Optional.of(DurationText.parse(text));
    }

    /** A number of bytes. */
    public int size(String key) {
        return SizeText.parse(text(key, Shape.SIZE));
    }

    /** A day, or empty if it is not set. */
    public Optional<LocalDate> date(String key) {
        expect(key, Shape.DATE);
        return optionalText(key).map(LocalDate::parse);
    }

    /** The words or addresses of a list, in the order they were written; none if it is not set. */
    public List<String> words(String key) {
        expect(key, Shape.WORDS);
        return optionalText(key).map(list -> List.of(list.split(","))).orElse(List.of());
    }

    /** An address without a slash at its end. */
    public URI uri(String key) {
        return URI.create(text(key, Shape.URL));
    }

    public Optional<Path> path(String key) {
        expect(key, Shape.FILE);
        return optionalText(key).map(Path::of);
    }

    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key, Shape.FLAG));
    }

    /**
     * What routes may write as <code>{{key}}</code>: every setting except secrets, and the engineer's own keys. Lists
     * have no blanks ({@code High,Medium}); a setting that is not set is an empty text, so its placeholder resolves.
     */
    public Map<String, String> placeholders() {
        var placeholders = new LinkedHashMap<String, String>();
        Declarations.ALL.stream()
                .filter(d -> !d.secret())
                .forEach(d -> placeholders.put(d.key(), values.getOrDefault(d.key(), "")));
        own().forEach(entry -> placeholders.put(entry.key(), entry.value()));
        return Collections.unmodifiableMap(placeholders);
    }

    /** Whether that is a setting of ours. */
    public static boolean isKnown(String key) {
        return Declarations.knows(key);
    }

    /** Whether that is a setting of ours whose value nobody may see. */
    public static boolean isSecret(String key) {
        return Declarations.knows(key) && Declarations.named(key).secret();
    }

    /** The folder the settings were loaded from, or {@code null} when they were given. */
    public Path configFolder() {
        return configFolder;
    }

    /** Takes the secrets of these settings out of texts. */
    public Harmless harmless() {
        return new Harmless(Declarations.ALL.stream()
                .filter(Declaration::secret)
                .map(d -> values.get(d.key()))
                .filter(Objects::nonNull)
                .toList());
    }

    /** One line per setting. Secrets and the values of the engineer's own keys, which may be secrets, are not shown. */
    public String describe() {
        var ours = Declarations.ALL.stream().map(d -> d.key() + " = " + shown(d));
        return Stream.concat(ours, own().map(entry -> entry.key() + " = (own setting)"))
                .collect(Collectors.joining("\n"));
    }

    /** As {@link #describe()}. */
    @Override
    public String toString() {
        return describe();
    }

    private Stream<Entry> own() {
        return entries.values().stream().filter(entry -> !Declarations.knows(entry.key()));
    }

    private String shown(Declaration declaration) {
        String value = values.get(declaration.key());
        if (value == null) {
            return "(not set)";
        }
        return declaration.secret() ? "(set, not shown)" : value;
    }

    private String text(String key, Shape shape) {
        expect(key, shape);
        return text(key);
    }

    private static void expect(String key, Shape shape) {
        Shape declared = Declarations.named(key).type().shape();
        if (declared != shape) {
            throw new IllegalArgumentException(key + " is a " + declared + ", not a " + shape);
        }
    }
}
