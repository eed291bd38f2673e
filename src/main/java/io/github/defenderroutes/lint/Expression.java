package io.github.defenderroutes.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A text that is worked out for each message.
 *
 * @param element what it belongs to
 * @param at where it stands
 * @param predicate whether it must come to true or false
 */
record Expression(Element element, ScalarNode at, String language, String text, boolean predicate) {
    private static final Set<String> CONDITIONS =
            Set.of("WhenDefinition", "OnWhenDefinition", "FilterDefinition", "ValidateDefinition");
    private static final Set<String> CONDITION_OPTIONS =
            Set.of("handled", "continued", "retryWhile", "completionPredicate");

    /** Those that this element itself holds. */
    static Stream<Expression> of(Element element, Routes routes) {
        String type = element.type();
        if (type.endsWith("Expression") && !type.equals("MethodCallExpression")) {
            return element.scalar("expression").stream().map(node -> of(element, node, element.name()));
        }
        return switch (type) {
            case "LogDefinition", "ThrowExceptionDefinition" -> simple(element, element.scalar("message"), false);
            case "RouteDefinition" -> simple(element, element.scalar("precondition"), true);
            case "ToDynamicDefinition", "WireTapDefinition" -> simple(element, element.scalar("uri"), false);
            case "ToDefinition", "KameletDefinition" -> parameters(element, routes);
            default -> Stream.empty();
        };
    }

    private static Stream<Expression> simple(Element element, Optional<ScalarNode> at, boolean predicate) {
        return at.stream().map(node -> new Expression(element, node, "simple", node.getValue(), predicate));
    }

    /** What a Kamelet is given is worked out inside it. */
    private static Stream<Expression> parameters(Element element, Routes routes) {
        boolean kamelet = Endpoint.of(element, routes.known()).anyMatch(endpoint -> endpoint.is("kamelet"));
        return !kamelet
                ? Stream.empty()
                : element.map("parameters").values().stream()
                        .map(entry -> entry.getValueNode())
                        .filter(ScalarNode.class::isInstance)
                        .map(ScalarNode.class::cast)
                        .filter(node -> node.getValue().contains("${"))
                        .map(node -> new Expression(element, node, "simple", node.getValue(), false));
    }

    private static Expression of(Element element, ScalarNode at, String key) {
        String language = key.equals("language") ? element.text("language").orElse("") : key;
        return new Expression(element, at, language, at.getValue(), isCondition(element));
    }

    /** The one that a step holds; empty if it holds none, or several. */
    static Optional<Expression> held(Element step) {
        List<Expression> held = step.children().stream()
                .flatMap(child -> child.is("ExpressionDefinition") ? child.children().stream() : Stream.of(child))
                .filter(child -> child.type().endsWith("Expression") && !child.is("MethodCallExpression"))
                .flatMap(child -> child.scalar("expression").stream().map(node -> of(child, node, child.name())))
                .toList();
        return held.size() == 1 ? Optional.of(held.get(0)) : Optional.empty();
    }

    private static boolean isCondition(Element element) {
        Element holder = element.parent();
        if (holder != null && holder.is("ExpressionDefinition") && holder.name().equals("expression")) {
            holder = holder.parent();
        }
        return holder != null
                && (CONDITIONS.contains(holder.type())
                        || CONDITION_OPTIONS.contains(holder.name())
                        || (holder.is("LoopDefinition")
                                && holder.text("doWhile").equals(Optional.of("true"))));
    }

    Node key() {
        return element.key();
    }
}
