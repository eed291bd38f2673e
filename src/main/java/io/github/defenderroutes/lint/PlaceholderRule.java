package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A placeholder that no setting fills. */
final class PlaceholderRule implements Rule {
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{properties:([\\w.-]+)(:[^}]*)?}");

    private static final Set<String> OF_EVERY_TEMPLATE = Set.of("routeId", "templateId", "uuid");

    @Override
    public String name() {
        return "unknown-placeholder";
    }

    @Override
    public String about() {
        return "A {{placeholder}} is neither a setting nor a key of your own in application.properties";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (RouteFile file : routes.files()) {
            scalars(file.root(), text -> {
                Set<String> own = parameters(routes, file);
                Matcher braces = Surroundings.PLACEHOLDER.matcher(text.getValue());
                while (braces.find()) {
                    String key = Surroundings.key(braces.group(1));
                    boolean mayBeMissing = key.length() < braces.group(1).length() || key.startsWith("?");
                    if (!mayBeMissing && !own.contains(key.replace("!", ""))) {
                        check(file, text, braces.start(1), key.replace("!", ""), routes, findings);
                    }
                }
                Matcher simple = IN_SIMPLE.matcher(text.getValue());
                while (simple.find()) {
                    if (simple.group(2) == null) {
                        check(file, text, simple.start(1), simple.group(1), routes, findings);
                    }
                }
            });
        }
    }

    private static void check(RouteFile file, ScalarNode at, int offset, String key, Routes routes, Findings findings) {
        if (!routes.known().placeholders().containsKey(key)) {
            findings.error(
                    file.path(),
                    at,
                    offset,
                    Settings.isSecret(key)
                            ? "the secret %s is not given to routes".formatted(key)
                            : "there is no setting %s for routes".formatted(key),
                    Settings.isSecret(key)
                            ? "leave what needs it to the Kamelets; a secret of your own has a key of your own"
                            : Words.didYouMean(
                                    key,
                                    routes.known().placeholders().keySet(),
                                    "set it in config/application.properties, or give it a value here: {{%s:value}}"
                                            .formatted(key)));
        }
    }

    /** A template's parameters are filled by whoever uses it. */
    private static Set<String> parameters(Routes routes, RouteFile file) {
        Set<String> names = new HashSet<>();
        if (routes.all("RouteTemplateDefinition").anyMatch(one -> one.file() == file)) {
            names.addAll(OF_EVERY_TEMPLATE);
        }
        routes.all("RouteTemplateParameterDefinition", "RouteTemplateDefinition")
                .filter(one -> one.file() == file)
                .forEach(one -> {
                    one.text("name").ifPresent(names::add);
                    one.children().stream()
                            .filter(bean -> bean.is("BeanFactoryDefinition"))
                            .forEach(bean -> bean.text("name").ifPresent(names::add));
                });
        return names;
    }

    private static void scalars(Node node, Consumer<ScalarNode> each) {
        if (node instanceof ScalarNode text) {
            if (text.getValue().contains("{")) {
                each.accept(text);
            }
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(one -> scalars(one, each));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> List.of(entry.getKeyNode(), entry.getValueNode())
                    .forEach(one -> scalars(one, each)));
        }
    }
}
