package io.github.defenderroutes.lint;

/** One kind of mistake. */
interface Rule {
    /** By which findings name it. */
    String name();

    /** What it looks at, for people who read the catalogue; a sentence without a full stop. */
    String about();

    /** Whether Camel refuses to load routes with such a mistake, so that loading them finds it, too. */
    default boolean isCamels() {
        return false;
    }

    /** Notes each mistake of its kind. */
    void look(Routes routes, Findings findings);
}
