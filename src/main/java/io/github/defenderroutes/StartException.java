package io.github.defenderroutes;

/** We cannot start, for a reason that a person can mend. The message says what, where and how; no stack trace needed. */
public class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
