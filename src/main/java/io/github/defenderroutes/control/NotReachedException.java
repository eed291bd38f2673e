package io.github.defenderroutes.control;

/** The running process could not be asked, or did not do what it was asked. The message says why and what to do. */
public final class NotReachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReachedException(String message) {
        super(message);
    }
}
