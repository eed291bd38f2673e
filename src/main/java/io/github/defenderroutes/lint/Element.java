package io.github.defenderroutes.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A key in a file of routes that means something to Camel, and what stands behind it: a route, a step, an expression. */
final class Element {
    private final RouteFile file;
    private final Element parent;
    private final String name;
    private final Node key;
    private final Node value;
    private final Shape shape;
    private final List<Element> children = new ArrayList<>();

    /** @param name the key, as Camel spells it */
    Element(RouteFile file, Element parent, String name, Node key, Node value, Shape shape) {
        this.file = file;
        this.parent = parent;
        this.name = name;
        this.key = key;
        this.value = value;
        this.shape = shape;
    }

    void add(Element child) {
        children.add(child);
    }

    Path path() {
        return file.path();
    }

    RouteFile file() {
        return file;
    }

    /** What it stands under; {@code null} for an entry of the file. */
    Element parent() {
        return parent;
    }

    String name() {
        return name;
    }

    /** Where its name stands. */
    Node key() {
        return key;
    }

    Node value() {
        return value;
    }

    /** The simple name of its class in Camel's model. */
    String type() {
        return shape.name();
    }

    Shape shape() {
        return shape;
    }

    boolean is(String... types) {
        return List.of(types).contains(type());
    }

    List<Element> children() {
        return children;
    }

    /** Itself and all that stands under it, in the order of the file. */
    Stream<Element> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }

    /** What it stands under, from near to far. */
    Stream<Element> above() {
        return Stream.iterate(parent, element -> element != null, Element::parent);
    }

    /** Where the value of an option stands, if it is a single one; also if the whole is written as one text. */
    Optional<ScalarNode> scalar(String option) {
        if (value instanceof ScalarNode whole) {
            boolean means = shape.required().contains(option) || (is("BeanDefinition") && option.equals("ref"));
            return means ? Optional.of(whole) : Optional.empty();
        }
        return entry(option)
                .map(NodeTuple::getValueNode)
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast);
    }

    /** The value of an option, if it is a single one and not empty. */
    Optional<String> text(String option) {
        return scalar(option).map(node -> node.getValue().strip()).filter(text -> !text.isEmpty());
    }

    /** The single values of an option that is a list. */
    List<ScalarNode> scalars(String option) {
        Optional<Node> node = entry(option).map(NodeTuple::getValueNode);
        if (node.isPresent() && node.get() instanceof SequenceNode list) {
            return list.getValue().stream()
                    .filter(ScalarNode.class::isInstance)
                    .map(ScalarNode.class::cast)
                    .toList();
        }
        return scalar(option).stream().toList();
    }

    boolean has(String option) {
        return entry(option).isPresent()
                || (value instanceof ScalarNode && scalar(option).isPresent());
    }

    /** What stands under an option that may hold any keys, by key. */
    Map<String, NodeTuple> map(String option) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        entry(option)
                .map(NodeTuple::getValueNode)
                .filter(MappingNode.class::isInstance)
                .ifPresent(node -> ((MappingNode) node)
                        .getValue()
                        .forEach(entry -> entries.putIfAbsent(name(entry.getKeyNode()), entry)));
        return entries;
    }

    private Optional<NodeTuple> entry(String option) {
        return value instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> camelCase(name(entry.getKeyNode())).equals(option))
                        .findFirst()
                : Optional.empty();
    }

    static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
    }

    /** As Camel reads it: {@code set-body} is {@code setBody}. */
    static String camelCase(String key) {
        return key.contains("-") ? StringHelper.dashToCamelCase(key) : key;
    }
}
