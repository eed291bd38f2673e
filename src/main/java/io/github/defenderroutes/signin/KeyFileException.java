package io.github.defenderroutes.signin;

/** A file that does not hold the key and certificate we need. The message continues the sentence that names the file. */
final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String problem, String remedy) {
        super("%s. To fix: %s.".formatted(problem, remedy));
    }
}
