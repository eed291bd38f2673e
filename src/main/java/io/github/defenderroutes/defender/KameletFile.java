package io.github.defenderroutes.defender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a Kamelet's file says of itself beyond its steps: permission, whether it acts, its quota, what its parameters hold. */
final class KameletFile {
    private static final String ANNOTATION = "defender-routes/";

    private final String name;
    private final Map<String, Object> annotations;
    private final Map<String, Object> parameters;
    private final List<Object> required;
    private final Map<String, Object> request;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    private KameletFile(String name, Map<String, Object> yaml) {
        this.name = name;
        Map<String, Object> spec = map(yaml, "spec");
        Map<String, Object> definition = map(spec, "definition");
        this.annotations = map(map(yaml, "metadata"), "annotations");
        this.parameters = map(definition, "properties");
        this.required = list(definition, "required");
        this.request = list(map(spec, "template"), "beans").stream()
                .map(bean -> map((Map<?, ?>) bean, "properties"))
                .findFirst()
                .orElse(Map.of());
    }

    /**
     * Reads {@code kamelets/<name>.kamelet.yaml} from the classpath.
     *
     * @throws UncheckedIOException if there is none
     */
    static KameletFile read(CamelContext camel, String name) {
        String location = "classpath:kamelets/" + name + ".kamelet.yaml";
        try (InputStream file =
                PluginHelper.getResourceLoader(camel).resolveResource(location).getInputStream()) {
            Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return new KameletFile(name, cast((Map<?, ?>) yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(location + " cannot be read", e);
        }
    }

    /** The operation, as messages and the gate name it: {@code isolate-device}. */
    String operation() {
        return name.replaceFirst("^defender-", "").replaceFirst("-(action|source)$", "");
    }

    /** Only a Kamelet that says {@code read} reads; everything else is taken to act. */
    boolean acts() {
        return !"read".equals(annotations.get(ANNOTATION + "effect"));
    }

    /**
     * What the operation is granted where that is less than the general quota.
     *
     * @throws IllegalArgumentException if the annotation cannot be read
     */
    OperationQuota quota() {
        return OperationQuota.parse(name, annotations.getOrDefault(ANNOTATION + "quota", "default"));
    }

    String permission() {
        return String.valueOf(annotations.get(ANNOTATION + "permission"));
    }

    /**
     * Checks a value against the parameter it came from.
     *
     * @param part where it goes: path, query, filter or body
     * @param field its name there
     * @throws DefenderRefusedException naming operation, parameter, problem and fix; nothing was sent
     */
    void check(String part, String field, Object value) {
        String parameter = String.valueOf(map(request, part).get(field)).replaceAll("^\\{\\{|}}$", "");
        Map<String, Object> schema = map(parameters, parameter);
        String text = String.valueOf(value);
        if (text.isBlank()) {
            if (required.contains(parameter)) {
                throw invalid(parameter, "is empty", "give it a value");
            }
            return;
        }
        if (value instanceof Map || value instanceof Collection && !part.equals("filter")) {
            throw invalid(parameter, "is not one value", "give it a text");
        }
        if (value instanceof Collection<?> several
                && (several.isEmpty() || !several.stream().allMatch(String.class::isInstance))) {
            throw invalid(parameter, "is an empty list, or one of other things than texts", "give it texts");
        }
        if (part.equals("path") && (text.equals(".") || text.equals(".."))) {
            throw invalid(parameter, "is '" + text + "'", "give it an id");
        }
        List<Object> words = list(schema, "enum");
        if (!words.isEmpty() && !words.contains(text)) {
            throw invalid(parameter, "is '" + shown(text) + "'", "use one of " + words);
        }
        Object pattern = schema.get("pattern");
        for (Object one : value instanceof Iterable<?> several ? several : List.of(value)) {
            if (pattern != null && !matches(pattern.toString(), one.toString())) {
                throw invalid(parameter, "is '" + shown(one.toString()) + "'", "it must match " + pattern);
            }
        }
    }

    private boolean matches(String pattern, String text) {
        return patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }

    private DefenderRefusedException invalid(String parameter, String problem, String fix) {
        return new DefenderRefusedException(
                "%s was not sent: its parameter %s %s. To fix: %s.".formatted(operation(), parameter, problem, fix),
                0,
                "InvalidParameter");
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }

    private static Map<String, Object> map(Map<?, ?> yaml, String key) {
        return yaml.get(key) instanceof Map<?, ?> inner ? cast(inner) : Map.of();
    }

    private static List<Object> list(Map<?, ?> yaml, String key) {
        return yaml.get(key) instanceof List<?> inner ? List.copyOf(inner) : List.of();
    }

    @SuppressWarnings("unchecked") // the keys of a Kamelet file are texts
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
