package io.github.defenderroutes.check;

/**
 * What was found at one link.
 *
 * @param link which one
 * @param found what there is, in a sentence or two
 * @param fix what to do about it; empty if there is nothing to do
 */
public record Finding(String link, State state, String found, String fix) {
    private static final String FIX = "To fix: ";

    /** How it stands with a link. */
    public enum State {
        OK,
        /** It works, and somebody should know something about it. */
        WARNING,
        /** It does not work. */
        PROBLEM,
        /** It was not tried, because it depends on one that does not work. */
        SKIPPED
    }

    static Finding ok(String link, String found) {
        return new Finding(link, State.OK, found, "");
    }

    /** @param sentence what was found; what stands behind "To fix:" in it is the fix */
    static Finding warning(String link, String sentence) {
        return told(link, State.WARNING, sentence);
    }

    /** @param sentence what was found; what stands behind "To fix:" in it is the fix */
    static Finding problem(String link, String sentence) {
        return told(link, State.PROBLEM, sentence);
    }

    static Finding problem(String link, Exception failure) {
        return problem(link, failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    static Finding skipped(String link, String because) {
        return new Finding(link, State.SKIPPED, because, "");
    }

    private static Finding told(String link, State state, String sentence) {
        int fix = sentence.indexOf(FIX);
        // each then stands best beside what it is for
        boolean several = fix != sentence.lastIndexOf(FIX) || sentence.indexOf('\n', Math.max(0, fix)) >= 0;
        return fix < 0 || several
                ? new Finding(link, state, sentence.strip(), "")
                : new Finding(
                        link,
                        state,
                        sentence.substring(0, fix).strip(),
                        sentence.substring(fix + FIX.length()).strip());
    }

    /** Whether what depends on this link can be tried. */
    boolean carries() {
        return state == State.OK || state == State.WARNING;
    }
}
