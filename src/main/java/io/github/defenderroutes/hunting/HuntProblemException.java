package io.github.defenderroutes.hunting;

/** The result does not fit what the query's file says of it. Running it again would not help. */
public final class HuntProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HuntProblemException(String message) {
        super(message);
    }
}
