package io.github.defenderroutes.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do on the pages; each may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Also approves, denies, releases and hands in again. */
    RESPONDER,
    /** Also switches what holds for all. */
    ADMIN;

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The role of that word, whatever its case; empty if there is none. */
    public static Optional<Role> named(String word) {
        return Arrays.stream(values())
                .filter(role -> role.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The word in files and on pages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
