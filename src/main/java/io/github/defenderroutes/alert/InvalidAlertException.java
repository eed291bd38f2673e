package io.github.defenderroutes.alert;

/** An alert that no retry will make readable; it is parked at once. */
public final class InvalidAlertException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidAlertException(String alertId, String problem) {
        super("Alert %s cannot be read: %s".formatted(alertId, problem));
    }
}
