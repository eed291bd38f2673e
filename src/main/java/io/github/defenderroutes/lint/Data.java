package io.github.defenderroutes.lint;

import java.util.regex.Pattern;

/** Where an expression takes in what somebody outside has written: the message, its headers, its variables. */
final class Data {
    private static final Pattern FROM_MESSAGE = Pattern.compile(
            "\\$\\{(?:in\\.)?(?:body|bodyAs|bodyOneLine|mandatoryBodyAs|prettyBody|header|headers|headerAs|variable|variableAs|variables|"
                    + "exchangeProperty|exception|messageAs)\\b");

    private static final Pattern ENCODED = Pattern.compile("(?s)\\$\\{bean:(?:[^{}]|\\{(?:[^{}]|\\{[^{}]*})*})*}");

    private static final Pattern WHOLE = Pattern.compile("(?s)\\s*\\$\\{[^{}]*}\\s*");

    private Data() {}

    static boolean isIn(Expression expression) {
        return switch (expression.language()) {
            case "simple" -> isIn(expression.text());
            case "constant" -> false;
            default -> true;
        };
    }

    static boolean isIn(String simple) {
        return FROM_MESSAGE.matcher(simple).find();
    }

    /** Whether it stands bare within other text; what a bean returns counts as made for its place. */
    static boolean isWithin(String simple) {
        String rest = ENCODED.matcher(simple).replaceAll("");
        return isIn(rest) && !WHOLE.matcher(simple).matches();
    }
}
