package io.github.defenderroutes.defender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Only a Kamelet that says {@code read} or {@code mail} leaves the tenant as it is; any other is taken to act. */
    boolean acts() {
        return !List.of("read", "mail").contains(String.valueOf(annotations.get(ANNOTATION + "effect")));
    }

    /** The word in which it says what it does to the tenant; empty if it calls nothing by itself. */
    Optional<String> effect() {
        return Optional.ofNullable(annotations.get(ANNOTATION + "effect")).map(String::valueOf);
    }

    /** Which API it calls; Defender's if it does not say. */
    Api api() {
        return Api.of(name, annotations.getOrDefault(ANNOTATION + "api", Api.DEFENDER.word()));
    }

    /** Whether its calls count against a quota; not if it says that its quota is {@code none}. */
    boolean isCounted() {
        return !"none".equals(annotations.get(ANNOTATION + "quota"));
    }

    /**
     * Whose quota the operation uses, and what it is granted where that is less.
     *
     * @throws IllegalArgumentException if the annotation cannot be read
     */
    OperationQuota quota() {
        return OperationQuota.parse(name, api(), annotations.getOrDefault(ANNOTATION + "quota", "default"));
    }

    /** Whether its answer can be so large that it is handed on as a stream. */
    boolean streams() {
        return "stream".equals(annotations.get(ANNOTATION + "answer"));
    }

    String permission() {
        return String.valueOf(annotations.get(ANNOTATION + "permission"));
    }

    /** Any one of them suffices; none if the Kamelet calls nothing by itself. */
    List<String> permissions() {
        return annotations.get(ANNOTATION + "permission") instanceof String named
                ? List.of(named.split("\\s*,\\s*|\\s+or\\s+"))
                : List.of();
    }

    /** The end of its operation, if Microsoft has announced one. */
    Optional<Retirement> retirement() {
        return Retirement.of(String.valueOf(request.get("request")).replaceFirst("^\\S+\\s+", ""));
    }

    /**
     * Parameters with which it can be called to see whether it works: those it names itself, or those that ask for as
     * little as can be if it needs none. Only of what reads.
     */
    Optional<Map<String, Object>> trial() {
        if (!"read".equals(annotations.get(ANNOTATION + "effect"))) {
            return Optional.empty();
        }
        if (annotations.get(ANNOTATION + "trial") instanceof String own) {
            return Optional.of(Map.of(own.substring(0, own.indexOf('=')), own.substring(own.indexOf('=') + 1)));
        }
        if (!required.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parameters.containsKey("top") ? Map.of("top", "1") : Map.of());
    }

    /**
     * The parameter that goes into a part of the request.
     *
     * @param part where it goes: path, query, filter, body or base64
     * @param field its name there
     */
    Parameter parameter(String part, String field) {
        String parameter = String.valueOf(map(request, part).get(field)).replaceAll("^\\{\\{|}}$", "");
        return new Parameter(operation(), parameter, required.contains(parameter), map(parameters, parameter));
    }

    static Map<String, Object> map(Map<?, ?> yaml, String key) {
        return yaml.get(key) instanceof Map<?, ?> inner ? cast(inner) : Map.of();
    }

    static List<Object> list(Map<?, ?> yaml, String key) {
        return yaml.get(key) instanceof List<?> inner ? List.copyOf(inner) : List.of();
    }

    @SuppressWarnings("unchecked") // the keys of a Kamelet file are texts
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
