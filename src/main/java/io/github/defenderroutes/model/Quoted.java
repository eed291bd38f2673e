package io.github.defenderroutes.model;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.model.language.ExpressionDefinition;

/** The words of the file, as people are shown them. */
public final class Quoted {
    private Quoted() {}

    /** A condition or another expression; of one that is no text, such as a bean's method, its language. */
    public static String expression(ExpressionDefinition expression) {
        String text = expression.getExpression();
        return text == null ? expression.getLanguage() : text.strip();
    }

    /** The names of exceptions without their packages. */
    public static String exceptions(List<String> classes) {
        return classes.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.joining(", "));
    }
}
