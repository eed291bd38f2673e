package io.github.defenderroutes.scaffold;

import java.util.Locale;

/** How a route begins. */
public enum Beginning {
    /** Another route calls it. */
    DIRECT(8),
    /** A schedule. */
    QUARTZ(14),
    /** Each new alert, beside the shipped routes. */
    NEW_ALERT(8);

    /** How far its steps are indented. */
    final int indent;

    Beginning(int indent) {
        this.indent = indent;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
