package io.github.defenderroutes.settings;

import java.util.List;

/** The operations that can do lasting harm, and so are refused unless {@code actions.allow} names them. */
public final class NamedActions {
    /** By the names of their Kamelets, without {@code defender-} and {@code -action}. */
    public static final List<String> ALL = List.of(
            "contain-device",
            "delete-indicator",
            "delete-indicators",
            "import-indicators",
            "offboard-device",
            "run-live-response",
            "stop-and-quarantine-file",
            "submit-indicator");

    private NamedActions() {}
}
