package io.github.defenderroutes.generation;

/** Says of a route that cannot be loaded what is wrong and where, without Camel's layers of exceptions. */
final class RouteProblem {
    private RouteProblem() {}

    /** The innermost reason. */
    static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip();
    }

    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder("The routes cannot be loaded: ");
        String last = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).strip();
            if (cause.getCause() == null || message.contains(", line ") || message.contains("Failed to create route")) {
                if (!last.contains(message)) {
                    text.append(last.isEmpty() ? "" : "\n  because: ").append(message);
                    last = message;
                }
            }
        }
        return text.append("\nTo fix: correct the file named above.").toString();
    }
}
