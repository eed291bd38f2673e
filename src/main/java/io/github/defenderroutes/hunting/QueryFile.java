package io.github.defenderroutes.hunting;

import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Nearest;
import io.github.defenderroutes.settings.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * Reads one file: comment lines {@code // key: value} at its top, and below them the query. Other comments may stand among
 * them; they begin with a capital letter.
 */
final class QueryFile {
    static final String ENDING = ".kql";

    private static final Pattern ENTRY = Pattern.compile("//\\s*([a-z][a-z-]*)\\s*:(.*)");
    private static final List<String> REQUIRED = List.of("title", "cron", "severity", "look-back");
    private static final List<String> KEYS = List.of(
            "title",
            "cron",
            "severity",
            "look-back",
            "mail-to",
            "devices",
            "device-column",
            "tag",
            "scan-type",
            "row-key");
    private static final List<String> SEVERITIES = List.of("Informational", "Low", "Medium", "High");
    private static final String WITHOUT_KEY = "";

    private final Path file;
    private final List<FileProblem> problems;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private boolean hasQuery;

    private QueryFile(Path file, List<FileProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * @param problems what is wrong with the file is added here, complete sentences with file and line
     * @return the query; {@code null} if there was a problem
     */
    static HuntingQuery read(Path file, List<String> problems) {
        List<FileProblem> found = new ArrayList<>();
        HuntingQuery query = look(file, found);
        found.forEach(one -> problems.add(
                one.subject().equals(WITHOUT_KEY)
                        ? "%s %s".formatted(file, one.sentence())
                        : "%s line %d: %s %s".formatted(file, one.line(), one.subject(), one.sentence())));
        return query;
    }

    /** The same, with the problems by their places. */
    static HuntingQuery look(Path file, List<FileProblem> problems) {
        QueryFile reading = new QueryFile(file, problems);
        try {
            HuntingQuery query = reading.read(Files.readString(file));
            return problems.isEmpty() ? query : null;
        } catch (IOException e) {
            reading.problem(
                    WITHOUT_KEY,
                    "cannot be read as UTF-8 text: %s. To fix: check its permissions and its encoding."
                            .formatted(e.getMessage()));
            return null;
        }
    }

    private HuntingQuery read(String text) {
        header(text.lines().toList());
        REQUIRED.stream()
                .filter(key -> !lines.containsKey(key))
                .forEach(key ->
                        problem(WITHOUT_KEY, "has no %s. To fix: add a line // %s: … at the top.".formatted(key, key)));
        if (!hasQuery) {
            problem(WITHOUT_KEY, "has no query. To fix: write it below the comments.");
        }
        return new HuntingQuery(
                file.getFileName().toString().replaceFirst("\\.kql$", ""),
                value("title", "", Function.identity()),
                value("cron", "", QueryFile::cron),
                value("severity", "", written -> Written.oneOf(written, SEVERITIES)),
                value("mail-to", List.of(), Written::mailAddresses),
                value(
                        "devices",
                        DeviceResponse.NOTHING,
                        written -> DeviceResponse.of(Written.oneOf(written, DeviceResponse.words()))),
                value("device-column", "DeviceId", QueryFile::column),
                value("tag", "hunted", Function.identity()),
                value("scan-type", "Quick", written -> Written.oneOf(written, List.of("Quick", "Full"))),
                value("look-back", Duration.ZERO, written -> Written.duration(written, "1m", "30d")),
                value("row-key", List.of(), QueryFile::columns),
                text);
    }

    private void header(List<String> text) {
        for (int i = 0; i < text.size() && !hasQuery; i++) {
            String line = text.get(i).strip();
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                entry(entry.group(1), entry.group(2).strip(), i + 1);
            }
            hasQuery = !line.isEmpty() && !line.startsWith("//");
        }
    }

    private void entry(String key, String value, int line) {
        boolean twice = lines.put(key, line) != null;
        if (!KEYS.contains(key)) {
            problem(
                    key,
                    "is nothing we know. To fix: %s; or begin the comment with a capital letter."
                            .formatted(Nearest.to(key, KEYS)
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("use one of " + String.join(", ", KEYS))));
        } else if (twice) {
            problem(key, "stands there twice. To fix: remove one of them.");
        } else if (value.isEmpty()) {
            problem(key, "has no value. To fix: write one, or remove the line.");
        } else {
            values.put(key, value);
        }
    }

    private <T> T value(String key, T otherwise, Function<String, T> reading) {
        String written = values.get(key);
        if (written == null) {
            return otherwise;
        }
        try {
            return reading.apply(written);
        } catch (IllegalArgumentException e) {
            problem(key, "= %s %s".formatted(written, e.getMessage()));
            return otherwise;
        }
    }

    private void problem(String key, String text) {
        problems.add(new FileProblem(lines.getOrDefault(key, 1), 1, key, text));
    }

    private static String cron(String written) {
        String cron = Written.cron(written);
        try {
            if (new CronExpression(cron).getNextValidTimeAfter(new Date()) == null) {
                throw new ParseException("it never comes", 0);
            }
            return cron;
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "is not a Quartz cron expression: %s. To fix: 0 0 6 * * ? is every morning at six."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static String column(String written) {
        if (!written.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "is not the name of a column. To fix: write it as the query projects it, such as DeviceId.");
        }
        return written;
    }

    private static List<String> columns(String written) {
        return Arrays.stream(written.split(",", -1))
                .map(String::strip)
                .map(QueryFile::column)
                .toList();
    }
}
