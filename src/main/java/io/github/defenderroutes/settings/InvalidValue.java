package io.github.defenderroutes.settings;

/** A value that does not fit its setting. The message continues the sentence that starts with key and value. */
final class InvalidValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidValue(String problem, String remedy) {
        super("%s. To fix: %s.".formatted(problem, remedy), null, false, false);
    }
}
