package io.github.defenderroutes.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything wrong with the settings, so that a person repairs them in one go. */
final class Problems {
    private static final int LAST = Integer.MAX_VALUE;
    private static final int WIDEST_SUBJECT = 56;

    private record Problem(Origin origin, String place, String subject, String sentence) {}

    private final List<Problem> found = new ArrayList<>();

    /** A problem with something that was written. */
    void add(Origin origin, String subject, String sentence) {
        String place = origin.line() == 0 ? "" : "line " + origin.line();
        found.add(new Problem(origin, place, subject, sentence));
    }

    /** A problem with something that was not written; it follows the ones that were. */
    void addUnwritten(Origin origin, String place, String subject, String sentence) {
        found.add(new Problem(origin.atLine(LAST), place, subject, sentence));
    }

    /** A problem in a file of its own; such files follow all settings. */
    void add(Path file, FileProblem problem) {
        String place = "line %d:%d".formatted(problem.line(), problem.column());
        found.add(new Problem(
                new Origin(Source.HOST, file.toString(), problem.line()),
                place,
                problem.subject(),
                problem.sentence()));
    }

    /** Those with something that stands in application.properties. */
    List<FileProblem> inFile() {
        return found.stream()
                .filter(one -> one.origin().source() == Source.FILE
                        && one.origin().line() > 0
                        && one.origin().line() < LAST)
                .map(one -> new FileProblem(one.origin().line(), 1, one.subject(), one.sentence()))
                .toList();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SettingsException(text());
        }
    }

    private String text() {
        found.sort(Comparator.comparing((Problem p) -> p.origin().source())
                .thenComparing(p -> p.origin().line()));
        int places = found.stream().mapToInt(p -> p.place().length()).max().orElse(0);
        int subjects = found.stream()
                .mapToInt(p -> subject(p, places).length())
                .filter(width -> width <= WIDEST_SUBJECT)
                .max()
                .orElse(0);
        var text =
                new StringBuilder("Cannot start: %d problem%s.".formatted(found.size(), found.size() == 1 ? "" : "s"));
        String title = "";
        for (Problem problem : found) {
            if (!problem.origin().title().equals(title)) {
                title = problem.origin().title();
                text.append('\n').append(title);
            }
            String subject = padded(subject(problem, places), subjects);
            text.append("\n  ").append(subject).append("  ").append(problem.sentence());
        }
        return text.toString();
    }

    private static String subject(Problem problem, int places) {
        return problem.place().isEmpty()
                ? problem.subject()
                : padded(problem.place(), places) + "  " + problem.subject();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
