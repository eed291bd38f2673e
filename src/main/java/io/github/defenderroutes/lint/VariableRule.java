package io.github.defenderroutes.lint;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A variable that is read and that nobody sets: it would be empty, and no error. */
final class VariableRule implements Rule {
    /** Those that the program sets before or while the routes run. */
    static final Set<String> SET_BY_US = Set.of(
            "agedFrom",
            "ahead",
            "approval",
            "comment",
            "decision",
            "detail",
            "device",
            "deviceProblem",
            "domainAdmin",
            "facts",
            "finding",
            "hunt",
            "isolation",
            "mergedInto",
            "quota",
            "report",
            "severity",
            "since");

    private static final Pattern READ = Pattern.compile(
            "\\$\\{variable(?:\\.|:)([A-Za-z_][\\w-]*)(?![\\w:-])|\\$\\{variableAs\\(([A-Za-z_][\\w-]*),");

    @Override
    public String name() {
        return "unknown-variable";
    }

    @Override
    public String about() {
        return "A variable is read that no route and no bean sets; it would be empty";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        if (!routes.areComplete()) {
            return;
        }
        Set<String> known = new HashSet<>(SET_BY_US);
        routes.all("SetVariableDefinition", "ConvertVariableDefinition")
                .forEach(one -> one.text("name").ifPresent(known::add));
        routes.all().filter(one -> one.shape().has("variableReceive")).forEach(one -> one.text("variableReceive")
                .ifPresent(known::add));
        routes.all("SetVariablesDefinition").flatMap(Element::all).forEach(one -> one.text("name")
                .ifPresent(known::add));
        if (known.stream().anyMatch(name -> name.contains("${"))) {
            return; // some are named by the message
        }
        for (Expression expression : routes.expressions()) {
            if (expression.language().equals("variable")) {
                check(
                        expression.element(),
                        expression.at(),
                        0,
                        expression.text().strip(),
                        known,
                        findings);
            } else {
                read(expression.element(), expression.at(), known, findings);
            }
        }
        routes.all("BeanDefinition", "MethodCallExpression")
                .forEach(bean -> bean.scalar("method").ifPresent(method -> read(bean, method, known, findings)));
        routes.all().filter(one -> one.shape().has("variableSend")).forEach(one -> one.scalar("variableSend")
                .ifPresent(at -> check(one, at, 0, at.getValue().strip(), known, findings)));
    }

    private static void read(Element element, ScalarNode at, Set<String> known, Findings findings) {
        Matcher read = READ.matcher(at.getValue());
        while (read.find()) {
            int group = read.group(1) == null ? 2 : 1;
            check(element, at, read.start(group), read.group(group), known, findings);
        }
    }

    private static void check(
            Element element, ScalarNode at, int offset, String name, Set<String> known, Findings findings) {
        if (!known.contains(name) && !name.contains(":") && !name.contains("${") && !name.contains("{{")) {
            findings.warning(
                    element.path(),
                    at,
                    offset,
                    "nobody sets the variable %s, so it is empty".formatted(name),
                    Words.didYouMean(name, known, "set it before with setVariable or variableReceive"));
        }
    }
}
