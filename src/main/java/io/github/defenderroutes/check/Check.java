package io.github.defenderroutes.check;

import java.util.List;

/** Tries one link of a set-up. */
interface Check {
    /** The link, in a word or two. */
    String link();

    /** The links that must work before this one can be tried. */
    default List<String> needs() {
        return List.of();
    }

    /**
     * Tries it.
     *
     * @throws Exception as {@link Finding#problem(String, Exception)}, with a message for people
     */
    Finding prove() throws Exception;
}
