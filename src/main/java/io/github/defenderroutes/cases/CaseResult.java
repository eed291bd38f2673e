package io.github.defenderroutes.cases;

import java.nio.file.Path;

/**
 * What came of one case.
 *
 * @param file the case file
 * @param name the sentence after {@code case:}
 * @param line where the case begins
 * @param difference what was expected and what was, several lines; empty if the case passed
 * @param millis how long it took
 */
public record CaseResult(Path file, String name, int line, String difference, long millis) {
    public boolean passed() {
        return difference.isEmpty();
    }

    /** One line if it passed; otherwise also the difference. */
    @Override
    public String toString() {
        String head = "%s:%d: %s".formatted(file, line, name);
        return passed() ? head : head + "\n" + difference.indent(2).stripTrailing();
    }
}
