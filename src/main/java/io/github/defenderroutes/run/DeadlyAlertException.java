package io.github.defenderroutes.run;

/** An alert whose handling ends the process; it is parked without being handled once more. */
final class DeadlyAlertException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param deaths how many processes ended while it was in hand */
    DeadlyAlertException(int deaths) {
        super("Handling it ended the process %d times, in the end with no other alert in hand".formatted(deaths));
    }
}
