package io.github.defenderroutes.settings;

/** Settings we cannot start with. The message is complete and for a person: print it alone, without a stack trace. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
