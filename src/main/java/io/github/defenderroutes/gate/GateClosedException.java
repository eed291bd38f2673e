package io.github.defenderroutes.gate;

/** The gate did not let a changing call pass; nothing was sent. The message says which call, why, and what to do. */
public final class GateClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GateClosedException(String operation, String reason, String fix) {
        super("%s was not sent: %s. To fix: %s.".formatted(operation, reason, fix));
    }
}
