package io.github.defenderroutes.cases;

/**
 * One thing that is not as a case expects it.
 *
 * @param line of the case file, where it is expected; 0 if no line says so
 * @param what is compared, such as {@code decision.outcome}
 * @param details expected and actual, one below the other, and where they part; or a sentence
 */
public record Mismatch(int line, String what, String details) {
    @Override
    public String toString() {
        if (what.isEmpty()) {
            return details;
        }
        String place = line == 0 ? "" : " (line " + line + ")";
        return what + place + "\n" + details.indent(2).stripTrailing();
    }
}
