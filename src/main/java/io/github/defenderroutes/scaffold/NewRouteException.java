package io.github.defenderroutes.scaffold;

/** A new route cannot be written; the message says why and what to do, and nothing was written. */
public final class NewRouteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewRouteException(String message) {
        super(message);
    }
}
