package io.github.defenderroutes.shipped;

import java.util.Arrays;
import java.util.Optional;

/** What became of a shipped file. */
public enum State {
    UNCHANGED("as shipped", false),
    EDITED("edited by you", false),
    CHANGED("changed by us", true),
    BOTH("both", true),
    NEW("new from us", true),
    REMOVED("removed by you", false),
    GONE("not shipped any more", true);

    private final String words;
    private final boolean waiting;

    State(String words, boolean waiting) {
        this.words = words;
        this.waiting = waiting;
    }

    /** Whether something of ours has not come into the home yet. */
    public boolean isWaiting() {
        return waiting;
    }

    @Override
    public String toString() {
        return words;
    }

    /**
     * @param base as it was shipped when the home was made, or last taken; {@code null} if it was not
     * @param yours as it is in the home; {@code null} if it is not there
     * @param ours as this release ships it; {@code null} if it does not
     * @return empty if the file is no business of ours
     */
    static Optional<State> of(byte[] base, byte[] yours, byte[] ours) {
        if (yours == null) {
            return ours == null ? Optional.empty() : Optional.of(base == null ? NEW : REMOVED);
        }
        if (ours == null) {
            return base == null ? Optional.empty() : Optional.of(GONE);
        }
        if (Arrays.equals(yours, ours)) {
            return Optional.of(UNCHANGED);
        }
        if (Arrays.equals(yours, base)) {
            return Optional.of(CHANGED);
        }
        return Optional.of(Arrays.equals(ours, base) ? EDITED : BOTH);
    }
}
