package io.github.defenderroutes.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An address that a step or a route names.
 *
 * @param element what names it
 * @param at where it stands
 * @param written as it stands there
 * @param uri with the values of placeholders that have one
 * @param parameters those behind it as well as those below it
 * @param input whether messages come from it
 */
record Endpoint(Element element, ScalarNode at, String written, String uri, List<Parameter> parameters, boolean input) {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][\\w.+-]*)(:|$|\\?)(.*)", Pattern.DOTALL);

    /** Steps whose address is made for each message. */
    private static final List<String> BY_EXPRESSION = List.of(
            "EnrichDefinition",
            "PollEnrichDefinition",
            "RecipientListDefinition",
            "RoutingSlipDefinition",
            "DynamicRouterDefinition");

    /**
     * An option of an endpoint.
     *
     * @param at where its name stands
     * @param offset how far behind the beginning of that text
     */
    record Parameter(String name, String value, Node at, int offset, Node valueAt) {}

    /** Those that this element itself names. */
    static Stream<Endpoint> of(Element element, Surroundings known) {
        String type = element.type();
        if (type.equals("KameletDefinition")) {
            return element.scalar("name").stream().map(node -> of(element, node, "kamelet:" + node.getValue(), known));
        }
        if (BY_EXPRESSION.contains(type)) {
            return Expression.held(element).stream()
                    .filter(expression -> List.of("constant", "simple").contains(expression.language()))
                    .flatMap(expression -> addresses(element, expression)
                            .map(address -> of(element, expression.at(), address, known)));
        }
        if (type.equals("DeadLetterChannelDefinition")) {
            return element.scalar("deadLetterUri").stream().map(node -> of(element, node, node.getValue(), known));
        }
        boolean names = element.shape().has("uri") && !type.startsWith("Intercept");
        return names
                ? element.scalar("uri").stream().map(node -> of(element, node, node.getValue(), known))
                : Stream.empty();
    }

    /** Some take several, separated by commas. */
    private static Stream<String> addresses(Element element, Expression expression) {
        boolean one = element.is("EnrichDefinition", "PollEnrichDefinition")
                || expression.text().contains("${");
        return one ? Stream.of(expression.text()) : Stream.of(expression.text().split(","));
    }

    private static Endpoint of(Element element, ScalarNode at, String text, Surroundings known) {
        String written = text.strip();
        List<Parameter> parameters = new ArrayList<>();
        int question = written.indexOf('?');
        if (question >= 0 && !written.substring(0, question).contains("${")) {
            int offset = question + 1;
            for (String pair : written.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.add(
                            new Parameter(pair.substring(0, equals), pair.substring(equals + 1), at, offset, at));
                }
                offset += pair.length() + 1;
            }
        }
        element.map("parameters").forEach((name, entry) -> {
            String value = entry.getValueNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            parameters.add(new Parameter(name, value, entry.getKeyNode(), Findings.WHOLE, entry.getValueNode()));
        });
        boolean input = element.shape().name().contains("From") || element.is("PollDefinition", "PollEnrichDefinition");
        return new Endpoint(element, at, written, known.resolve(written), parameters, input);
    }

    Path path() {
        return element.path();
    }

    /** Whether it is not the same for each message. */
    boolean isDynamic() {
        return uri.contains("${")
                && (element.is("ToDynamicDefinition", "WireTapDefinition") || BY_EXPRESSION.contains(element.type()));
    }

    /** Empty if it is not known before a message comes. */
    Optional<String> scheme() {
        return match().map(found -> found.group(1));
    }

    /** What stands between scheme and options, without slashes at its beginning. */
    String rest() {
        return match().map(found -> found.group(3).replaceFirst("(?s)[?].*", "").replaceFirst("^/+", ""))
                .orElse("");
    }

    boolean is(String scheme) {
        return scheme().equals(Optional.of(scheme));
    }

    /** Whether it makes an HTTP call, as far as is known. */
    boolean isHttp() {
        return !input && (is("http") || is("https") || (scheme().isEmpty() && has("httpMethod")));
    }

    boolean has(String parameter) {
        return parameters.stream().anyMatch(one -> one.name().equals(parameter));
    }

    Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(one -> one.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** As messages name it. */
    String shown() {
        return written.length() > 60 ? written.substring(0, 59) + "…" : written;
    }

    private Optional<Matcher> match() {
        Matcher found = SCHEME.matcher(uri);
        return found.matches() ? Optional.of(found) : Optional.empty();
    }
}
