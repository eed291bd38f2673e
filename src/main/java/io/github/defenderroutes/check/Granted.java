package io.github.defenderroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The permissions an app is granted. One that may write covers the one of the same name that may only read. */
record Granted(Set<String> roles) {
    private static final String WRITES = ".ReadWrite.";
    private static final String READS = ".Read.";

    /** @param needed sets of alternatives, any one of each suffices */
    Set<String> missing(List<Set<String>> needed) {
        Set<String> missing = new TreeSet<>();
        for (Set<String> alternatives : needed) {
            if (alternatives.stream().noneMatch(this::covers)) {
                missing.add(String.join(" or ", alternatives));
            }
        }
        return missing;
    }

    private boolean covers(String permission) {
        return roles.contains(permission) || roles.contains(permission.replace(READS, WRITES));
    }

    /** What is granted for nothing, or grants more than is needed. */
    List<String> superfluous(List<Set<String>> needed) {
        List<String> superfluous = new ArrayList<>();
        for (String role : roles) {
            if (needed.stream().noneMatch(alternatives -> alternatives.contains(role))) {
                superfluous.add(lesser(role, needed)
                        .map(enough -> "%s (%s would do)".formatted(role, enough))
                        .orElse(role));
            }
        }
        return superfluous;
    }

    private static Optional<String> lesser(String role, List<Set<String>> needed) {
        String reading = role.replace(WRITES, READS);
        return needed.stream().anyMatch(alternatives -> alternatives.contains(reading))
                ? Optional.of(reading)
                : Optional.empty();
    }
}
