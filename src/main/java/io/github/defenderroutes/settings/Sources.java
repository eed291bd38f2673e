package io.github.defenderroutes.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Collects what was written for each key; a stronger source replaces a weaker one. */
final class Sources {
    /** Jakarta Mail reads these system properties itself, and they begin like ours. */
    private static final String JAKARTA_MAIL = "mail.mime.";

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Problems problems;

    private Sources(Problems problems) {
        this.problems = problems;
    }

    static Map<String, Entry> read(
            Path configFolder, Map<String, String> environment, Map<String, String> system, Problems problems) {
        var sources = new Sources(problems);
        sources.addFiles(configFolder);
        sources.addEnvironment(environment);
        sources.addCommandLine(system);
        AzureEnvironment.addTo(sources.entries, environment);
        return sources.entries;
    }

    static Map<String, Entry> files(Path configFolder, Problems problems) {
        var sources = new Sources(problems);
        sources.addFiles(configFolder);
        return sources.entries;
    }

    static Map<String, Entry> given(Map<String, String> values, Problems problems) {
        var sources = new Sources(problems);
        values.forEach((key, value) -> sources.add(new Entry(key, value.strip(), Origin.HOST)));
        return sources.entries;
    }

    private void addFiles(Path folder) {
        Path file = folder.resolve(Origin.FILE);
        if (!Files.isDirectory(folder)) {
            throw TextFile.failure(folder, "is not a folder", "start where config/ is, or name it with --config DIR");
        }
        if (!Files.exists(file)) {
            throw TextFile.failure(file, "does not exist", "put it there, or name another folder with --config DIR");
        }
        for (Entry entry : PropertyFile.read(file, Origin.file(folder), problems)) {
            add(entry);
            if (Declarations.knows(entry.key())
                    && Declarations.named(entry.key()).secret()) {
                problems.add(entry.origin(), entry.key(), secretRemedy(folder, entry.key()));
            }
        }
        Path secrets = folder.resolve(Origin.SECRETS_FILE);
        if (Files.exists(secrets)) {
            PropertyFile.read(secrets, Origin.secretsFile(folder), problems).forEach(this::add);
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        var keys = new TreeSet<>(entries.keySet());
        Declarations.ALL.forEach(declaration -> keys.add(declaration.key()));
        for (String key : keys) {
            String value =
                    environment.getOrDefault(Source.ENVIRONMENT.spell(key), "").strip();
            if (!value.isEmpty()) {
                entries.put(key, new Entry(key, value, Origin.ENVIRONMENT));
            }
        }
    }

    private void addCommandLine(Map<String, String> system) {
        for (String key : new TreeSet<>(system.keySet())) {
            boolean ours = Declarations.hasOurPrefix(key) && !key.startsWith(JAKARTA_MAIL);
            if (ours || entries.containsKey(key)) {
                add(new Entry(key, system.get(key).strip(), Origin.COMMAND_LINE));
            }
        }
    }

    private void add(Entry entry) {
        if (Declarations.knows(entry.key())) {
            entries.put(entry.key(), entry);
            return;
        }
        String key = entry.key();
        String written = entry.origin().source().spell(key);
        var nearest = Declarations.nearest(key);
        boolean slip = nearest.filter(known -> Nearest.isSlip(key, known)).isPresent();
        if (Declarations.hasOurPrefix(key) || slip) {
            String hint = nearest.map("Did you mean %s?"::formatted)
                    .orElse("To fix: remove it, or begin a setting of your own with another word.");
            problems.add(entry.origin(), written, "is not a setting. " + hint);
        } else {
            entries.put(key, entry);
        }
    }

    private static String secretRemedy(Path folder, String key) {
        return "is a secret and does not belong in this file. To fix: move it to %s or to %s."
                .formatted(Source.ENVIRONMENT.spell(key), folder.resolve(Origin.SECRETS_FILE));
    }
}
