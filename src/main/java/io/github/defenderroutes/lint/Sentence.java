package io.github.defenderroutes.lint;

/** A message of another part of the program, taken apart: what is wrong, and what to do. */
record Sentence(String problem, String fix) {
    private static final String FIX = "To fix: ";
    private static final String QUESTION = "Did you mean ";

    static Sentence of(String text) {
        int fix = text.indexOf(FIX);
        if (fix >= 0) {
            return new Sentence(bare(text.substring(0, fix)), bare(text.substring(fix + FIX.length())));
        }
        int question = text.indexOf(QUESTION);
        return question >= 0
                ? new Sentence(bare(text.substring(0, question)), "d" + bare(text.substring(question + 1)))
                : new Sentence(bare(text), "correct it");
    }

    private static String bare(String text) {
        return text.strip().replaceFirst("[.;:]$", "");
    }
}
