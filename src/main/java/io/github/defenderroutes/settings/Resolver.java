package io.github.defenderroutes.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks what was written against the table and fills in the defaults. */
final class Resolver {
    private final Path configFolder; // null when the settings are given
    private final HomeFolder home;
    private final Map<String, Entry> entries;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private Cloud cloud = Cloud.COMMERCIAL;

    Resolver(Path configFolder, HomeFolder home, Map<String, Entry> entries, Problems problems) {
        this.configFolder = configFolder;
        this.home = home;
        this.entries = entries;
        this.problems = problems;
    }

    /** The values that are right; the rest is told to the problems. */
    Map<String, String> resolve() {
        for (Declaration declaration : Declarations.ALL) {
            resolve(declaration);
            if (declaration.key().equals("defender.cloud") && values.containsKey(declaration.key())) {
                cloud = Cloud.named(values.get(declaration.key()));
            }
        }
        new CrossChecks(values, this).run();
        new SignInChecks(values, this).run();
        new WebChecks(values, this).run();
        return values;
    }

    private void resolve(Declaration declaration) {
        Entry entry = entries.get(declaration.key());
        boolean blank = entry == null || entry.value().isEmpty();
        String fallback = declaration.fallback(cloud);
        if (!blank) {
            read(declaration, entry);
        } else if (declaration.remedy() != null) {
            missing(declaration.key(), "is required", declaration.remedy());
        } else if (entry != null && declaration.standard() != null) {
            wrong(declaration.key(), "is empty. To fix: write %s, which is the default.".formatted(fallback));
        } else if (fallback != null) {
            values.put(declaration.key(), declaration.type().read(home.place(declaration, fallback)));
        }
    }

    private void read(Declaration declaration, Entry entry) {
        try {
            values.put(declaration.key(), declaration.type().read(home.place(declaration, entry.value())));
        } catch (InvalidValue e) {
            wrong(declaration.key(), e.getMessage());
        }
    }

    /** As {@link #missing}, unless what was written for the key is wrong and told already. */
    void needed(String key, String remedy) {
        Entry entry = entries.get(key);
        if (entry == null || entry.value().isEmpty()) {
            missing(key, "is required", remedy);
        }
    }

    /** Tells that a key has no value but needs one, at the place where a person would write it. */
    void missing(String key, String problem, String remedy) {
        Entry entry = entries.get(key);
        if (entry != null && !entry.value().isEmpty()) {
            return; // it is wrong, and that is told already
        }
        String sentence = "%s. To fix: %s.".formatted(problem, remedy);
        if (entry != null) {
            problems.add(entry.origin(), entry.origin().source().spell(key), sentence);
        } else if (configFolder != null && Declarations.named(key).secret()) {
            problems.add(Origin.ENVIRONMENT, Source.ENVIRONMENT.spell(key), sentence);
        } else {
            problems.addUnwritten(whereSettingsAre(), "missing", key, sentence);
        }
    }

    /** Tells what is wrong with a value, where it was written. */
    void wrong(String key, String sentence) {
        Entry entry = entries.get(key);
        if (entry == null) {
            problems.addUnwritten(
                    whereSettingsAre(),
                    "default",
                    Shown.assignment(whereSettingsAre(), key, values.get(key)),
                    sentence);
        } else if (entry.value().isEmpty() || Declarations.named(key).secret()) {
            problems.add(entry.origin(), entry.origin().source().spell(key), sentence);
        } else {
            problems.add(entry.origin(), Shown.assignment(entry.origin(), key, entry.value()), sentence);
        }
    }

    private Origin whereSettingsAre() {
        return configFolder == null ? Origin.HOST : Origin.file(configFolder);
    }
}
