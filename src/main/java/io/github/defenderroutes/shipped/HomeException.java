package io.github.defenderroutes.shipped;

/** A file of the home cannot be changed as asked; the message says why and what to do, and nothing was changed. */
public final class HomeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HomeException(String message) {
        super(message);
    }
}
