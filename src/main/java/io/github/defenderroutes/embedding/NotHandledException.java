package io.github.defenderroutes.embedding;

/** An alert that was handed in was not taken; whoever handed it in still has it. Says why. */
public final class NotHandledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String state;

    NotHandledException(String alertId, String state, String problem) {
        super("Alert %s was not taken: %s".formatted(alertId, problem));
        this.state = state;
    }

    /** Of its claim in the ledger: done, due, parked, known, claimed; or unknown. */
    public String state() {
        return state;
    }
}
