package io.github.defenderroutes.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads a file in Java's properties format and remembers which line said what, which {@link Properties} does not. */
final class PropertyFile {
    private final String[] lines;
    private final Origin origin;
    private final Problems problems;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private PropertyFile(String text, Origin origin, Problems problems) {
        this.lines = text.split("\r\n|\r|\n", -1);
        this.origin = origin;
        this.problems = problems;
    }

    static List<Entry> read(Path file, Origin origin, Problems problems) {
        return new PropertyFile(TextFile.read(file), origin, problems).entries();
    }

    private List<Entry> entries() {
        for (int i = 0; i < lines.length; i++) {
            String line = withoutIndent(lines[i]);
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
                continue;
            }
            int first = i;
            while (continues(line) && i + 1 < lines.length) {
                line = line.substring(0, line.length() - 1) + withoutIndent(lines[++i]);
            }
            add(line, origin.atLine(first + 1));
        }
        return new ArrayList<>(entries.values());
    }

    private void add(String line, Origin place) {
        var parsed = new Properties();
        try {
            parsed.load(new StringReader(line));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    place,
                    "",
                    "holds a broken \\u escape. To fix: four hex digits after \\u, or write \\\\ for one \\.");
            return;
        }
        parsed.stringPropertyNames().forEach(key -> {
            var before = entries.put(key, new Entry(key, parsed.getProperty(key).strip(), place));
            if (before != null) {
                problems.add(
                        place,
                        key,
                        "is set twice. To fix: remove this line or line %d."
                                .formatted(before.origin().line()));
            }
        });
    }

    private static String withoutIndent(String line) {
        return line.replaceFirst("^[ \t\f]+", "");
    }

    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }
}
