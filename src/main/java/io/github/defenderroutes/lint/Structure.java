package io.github.defenderroutes.lint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a file along Camel's schema, into elements, and finds what does not fit it. */
final class Structure {
    static final String UNKNOWN_STEP = "unknown-step";
    static final String UNKNOWN_OPTION = "unknown-option";
    static final String MISSING_OPTION = "missing-option";
    static final String WRONG_VALUE = "wrong-value";

    /** Elsewhere an expression may be left out. */
    private static final Set<String> NEED_EXPRESSION = Set.of(
            "WhenDefinition",
            "OnWhenDefinition",
            "FilterDefinition",
            "SplitDefinition",
            "LoopDefinition",
            "DelayDefinition",
            "SetBodyDefinition",
            "SetHeaderDefinition",
            "SetVariableDefinition",
            "SetPropertyDefinition",
            "TransformDefinition",
            "ValidateDefinition",
            "ScriptDefinition",
            "IdempotentConsumerDefinition",
            "RecipientListDefinition",
            "DynamicRouterDefinition",
            "EnrichDefinition",
            "PollEnrichDefinition");

    /** Camel takes them also where its schema forgets them. */
    private static final Set<String> OF_EVERY_STEP = Set.of("id", "description", "note", "disabled");

    private static final Set<String> NEED_FORMAT = Set.of("MarshalDefinition", "UnmarshalDefinition");

    private final DslSchema schema;
    private final RouteFile file;
    private final Findings findings;

    Structure(DslSchema schema, RouteFile file, List<Finding> found) {
        this.schema = schema;
        this.file = file;
        this.findings = new Findings(UNKNOWN_STEP, found);
    }

    /** The entries of the file. */
    List<Element> read() {
        List<Element> entries = new ArrayList<>();
        if (file.root() instanceof SequenceNode list) {
            list.getValue().forEach(entry -> single(null, entry, schema.entry(), "entry", entries));
        } else {
            findings.of(WRONG_VALUE)
                    .error(
                            file.path(),
                            file.root(),
                            "the file is not a list",
                            "begin each entry with a dash: - route:");
        }
        return entries;
    }

    /** One key and what stands behind it, out of several that may stand here. */
    private void single(Element owner, Node node, Shape shape, String kind, List<Element> into) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
            findings.of(WRONG_VALUE)
                    .error(
                            file.path(),
                            node,
                            "this is no " + kind,
                            "write its name, a colon, and its options below it");
            return;
        }
        boolean first = true;
        for (NodeTuple entry : mapping.getValue()) {
            String key = Element.name(entry.getKeyNode());
            if (shape.has(key)) {
                if (!first) {
                    findings.error(
                            file.path(),
                            entry.getKeyNode(),
                            "%s stands beside another %s".formatted(key, kind),
                            "begin it with a dash of its own");
                }
                element(owner, key, entry, shape.option(key), into);
            } else if (first) {
                findings.error(
                        file.path(),
                        entry.getKeyNode(),
                        "there is no %s %s".formatted(kind, key),
                        Words.didYouMean(
                                key, shape.names(), "use one that Camel's YAML has, such as " + examples(kind)));
                guess(owner, entry, into);
            } else {
                String before = Element.name(mapping.getValue().get(0).getKeyNode());
                findings.of(UNKNOWN_OPTION)
                        .error(
                                file.path(),
                                entry.getKeyNode(),
                                "%s stands beside %s and not under it".formatted(key, before),
                                "move it two more blanks to the right");
            }
            first = false;
        }
    }

    private static String examples(String kind) {
        return kind.equals("entry") ? "route or beans" : "to, setBody, choice";
    }

    /** What stands under a misspelt step is looked at all the same. */
    private void guess(Element owner, NodeTuple entry, List<Element> into) {
        if (entry.getValueNode() instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(option -> Element.name(option.getKeyNode()).equals("steps"))
                    .filter(option -> option.getValueNode() instanceof SequenceNode)
                    .flatMap(option -> ((SequenceNode) option.getValueNode()).getValue().stream())
                    .forEach(step -> single(owner, step, schema.step(), "step", into));
        }
    }

    private void element(Element owner, String name, NodeTuple entry, Shape shape, List<Element> into) {
        Node value = entry.getValueNode();
        if (shape.isList()) {
            list(owner, name, entry, shape.items(), into);
        } else if (shape.isMap() && !shape.isOpen()) {
            Element element = new Element(file, owner, name, entry.getKeyNode(), value, shape);
            into.add(element);
            body(element, shape);
        } else if (shape.isOpen()) {
            if (!(value instanceof MappingNode) && !isNothing(value) && !shape.mayBeText()) {
                wrong(value, "%s does not consist of keys and values".formatted(name), "write key: value below it");
            }
        } else {
            scalar(name, value, shape);
        }
    }

    private void list(Element owner, String name, NodeTuple entry, Shape items, List<Element> into) {
        if (!(entry.getValueNode() instanceof SequenceNode list)) {
            if (items.isMap() && !isNothing(entry.getValueNode())) {
                wrong(entry.getValueNode(), name + " is not a list", "begin each entry with a dash");
            }
            return;
        }
        for (Node item : list.getValue()) {
            if (items.isSingle()) {
                single(owner, item, items, "step", into);
            } else if (items.isMap() && !items.isOpen()) {
                Element element = new Element(file, owner, name, item, item, items);
                into.add(element);
                body(element, items);
            }
        }
    }

    private void body(Element element, Shape shape) {
        Node value = element.value();
        if (value instanceof MappingNode mapping) {
            options(element, mapping, shape);
        } else if (isNothing(value)) {
            if (!shape.required().isEmpty() || needsChoice(shape)) {
                missing(element, shape, Set.of());
            }
        } else if (value instanceof SequenceNode || !shape.mayBeText()) {
            wrong(
                    value,
                    "%s does not consist of keys and values".formatted(element.name()),
                    "write its options below it, as key: value");
        }
    }

    private void options(Element element, MappingNode mapping, Shape shape) {
        List<Element> children = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = Element.name(entry.getKeyNode());
            String name = Element.camelCase(key);
            names.add(name);
            if (shape.has(name)) {
                element(element, name, entry, shape.option(name), children);
            } else if (!shape.isOpen() && !OF_EVERY_STEP.contains(name)) {
                findings.of(UNKNOWN_OPTION)
                        .error(
                                file.path(),
                                entry.getKeyNode(),
                                "%s has no option %s".formatted(element.name(), key),
                                unknownOption(key, shape));
            }
        }
        children.forEach(element::add);
        missing(element, shape, names);
    }

    private String unknownOption(String key, Shape shape) {
        if (schema.step().has(key) && shape.has("steps")) {
            return "put it under steps:, with a dash";
        }
        return shape.has("parameters")
                ? Words.didYouMean(key, shape.names(), "options of the endpoint stand under parameters:")
                : Words.oneOf(key, shape.names(), "remove it");
    }

    private void missing(Element element, Shape shape, Collection<String> names) {
        for (String option : shape.required()) {
            if (!names.contains(option)) {
                findings.of(MISSING_OPTION)
                        .error(
                                file.path(),
                                element.key(),
                                "%s has no %s".formatted(element.name(), option),
                                "add %s: below it".formatted(option));
            }
        }
        if (needsChoice(shape)
                && names.stream().noneMatch(name -> shape.choices().contains(name) || name.equals("expression"))) {
            boolean format = NEED_FORMAT.contains(shape.name());
            findings.of(MISSING_OPTION)
                    .error(
                            file.path(),
                            element.key(),
                            "%s has no %s".formatted(element.name(), format ? "data format" : "expression"),
                            format
                                    ? "add json: {} below it"
                                    : "add expression: and below it simple: with the expression");
        }
    }

    private static boolean needsChoice(Shape shape) {
        return NEED_EXPRESSION.contains(shape.name()) || NEED_FORMAT.contains(shape.name());
    }

    private void scalar(String name, Node value, Shape shape) {
        if (!(value instanceof ScalarNode scalar)) {
            if (!shape.scalar().isEmpty()) {
                wrong(value, name + " is not one word or sentence", "write a single value");
            }
            return;
        }
        String text = scalar.getValue().strip();
        if (text.isEmpty() || text.contains("{{") || text.contains("${") || text.startsWith("#")) {
            return;
        }
        if (!shape.words().isEmpty()
                && shape.words().stream().noneMatch(word -> plain(word).equals(plain(text)))) {
            wrong(
                    value,
                    "%s cannot be %s".formatted(name, text),
                    Words.oneOf(text, shape.words(), "use one of " + String.join(", ", shape.words())));
        } else if (shape.scalar().equals("boolean") && !text.matches("(?i)true|false")) {
            wrong(value, "%s is %s, which is neither true nor false".formatted(name, text), "write true or false");
        } else if (shape.scalar().matches("integer|number") && !text.matches("-?\\d+(\\.\\d+)?")) {
            wrong(value, "%s is %s, which is no number".formatted(name, text), "write a number");
        }
    }

    private static String plain(String word) {
        return word.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
    }

    private void wrong(Node at, String problem, String fix) {
        findings.of(WRONG_VALUE).error(file.path(), at, problem, fix);
    }
}
