package io.github.defenderroutes.lint;

import java.util.regex.Pattern;

/** JSON put together as text, around what somebody outside has written. */
final class DataInJsonRule implements Rule {
    private static final Pattern JSON = Pattern.compile("(?s)\\s*(\\[\\s*)?(\\{\\s*\"|\\[\\s*\").*");

    @Override
    public String name() {
        return "data-in-json";
    }

    @Override
    public String about() {
        return "JSON is put together as text around data of a message, whose quotes can then add fields";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.expressions().stream()
                .filter(expression -> expression.language().equals("simple")
                        && !expression.element().is("LogDefinition"))
                .filter(expression -> JSON.matcher(expression.text()).matches() && Data.isIn(expression.text()))
                .forEach(expression -> findings.warning(
                        expression.element().path(),
                        expression.at(),
                        "data of the message stands in JSON that is written as text; a quote in it ends the value",
                        "make a Map of it and marshal: {json: {}}, or give it to a Kamelet as a parameter"));
    }
}
