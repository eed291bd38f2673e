package io.github.defenderroutes.lint;

/** One kind of mistake. */
interface Rule {
    /** By which findings name it. */
    String name();

    /** What it looks at, for people who read the catalogue; a sentence without a full stop. */
    String about();

    /** Notes each mistake of its kind. */
    void look(Routes routes, Findings findings);
}
