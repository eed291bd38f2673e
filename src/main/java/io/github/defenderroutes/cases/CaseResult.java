package io.github.defenderroutes.cases;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of one case.
 *
 * @param file the case file
 * @param name the sentence after {@code case:}
 * @param line where the case begins
 * @param mismatches what is not as expected; empty if the case passed
 * @param millis how long it took
 */
public record CaseResult(Path file, String name, int line, List<Mismatch> mismatches, long millis) {
    public boolean passed() {
        return mismatches.isEmpty();
    }

    /** Everything that differs, several lines; empty if nothing does. */
    public String difference() {
        return mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("\n"));
    }

    /** One line if it passed; otherwise also the difference, each with its {@code file:line}. */
    @Override
    public String toString() {
        String head = "%s:%d: %s".formatted(file, line, name);
        return passed()
                ? head
                : head + "\n" + mismatches.stream().map(this::shown).collect(Collectors.joining("\n"));
    }

    private String shown(Mismatch one) {
        String place = one.line() == 0 ? "" : "%s:%d: ".formatted(file, one.line());
        String text = one.what().isEmpty()
                ? one.details()
                : one.what() + "\n" + one.details().indent(2);
        return (place + text).indent(2).stripTrailing();
    }
}
