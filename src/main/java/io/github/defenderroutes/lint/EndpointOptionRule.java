package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;

/** Options of an endpoint against what its component says of itself. */
final class EndpointOptionRule implements Rule {
    /** Where options of any name are handed on, so short a word is more likely meant as it stands. */
    private static final int SHORTEST_SLIP = 6;

    private static final Pattern DURATION = Pattern.compile(
            "(?i)-?\\d+|(\\d+(\\.\\d+)?\\s*(ms|s|m|h|d|millis\\w*|sec\\w*|min\\w*|hour\\w*|day\\w*)\\s*)+|-?P.*");

    /** What camel-http takes without saying so in its own description. */
    private static final Set<String> TIMES_OF_HTTP =
            Set.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "soTimeout");

    private static final Set<String> SEE_OTHER_RULES = Set.of("kamelet");

    @Override
    public String name() {
        return "endpoint-option";
    }

    @Override
    public String about() {
        return "An option of an endpoint is misspelt (also where Camel takes it for a query parameter, as http: does),"
                + " missing, or has an impossible value";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (Endpoint endpoint : routes.endpoints()) {
            String scheme = endpoint.scheme().orElse("");
            if (SEE_OTHER_RULES.contains(scheme) || endpoint.uri().contains("${")) {
                continue;
            }
            routes.components().find(scheme).ifPresent(component -> {
                if (scheme.startsWith("http")) {
                    times(component);
                }
                endpoint.parameters().forEach(one -> option(endpoint, one, component, routes, findings));
                missing(endpoint, component, findings);
            });
        }
    }

    private static void times(ComponentModel http) {
        for (String name : TIMES_OF_HTTP) {
            if (http.getEndpointOptions().stream()
                    .noneMatch(one -> one.getName().equals(name))) {
                EndpointOptionModel time = new EndpointOptionModel();
                time.setName(name);
                time.setKind("parameter");
                time.setType("duration");
                http.addEndpointOption(time);
            }
        }
    }

    private static void option(
            Endpoint endpoint, Endpoint.Parameter given, ComponentModel component, Routes routes, Findings findings) {
        List<EndpointOptionModel> options = component.getEndpointOptions();
        Optional<EndpointOptionModel> option = options.stream()
                .filter(one -> one.getName().equalsIgnoreCase(Element.camelCase(given.name())))
                .findFirst();
        if (option.isPresent()) {
            value(endpoint, given, option.get(), routes, findings);
            return;
        }
        boolean prefixed = options.stream()
                .anyMatch(one -> one.isMultiValue()
                        && one.getPrefix() != null
                        && given.name().startsWith(one.getPrefix()));
        if (prefixed) {
            return;
        }
        Set<String> names = options.stream().map(EndpointOptionModel::getName).collect(Collectors.toSet());
        String scheme = component.getScheme();
        if (!component.isLenientProperties()) {
            findings.error(
                    endpoint.path(),
                    given.at(),
                    given.offset(),
                    "%s: has no option %s".formatted(scheme, given.name()),
                    Words.didYouMean(given.name(), names, "remove it"));
        } else {
            slip(given.name(), names)
                    .ifPresent(near -> findings.error(
                            endpoint.path(),
                            given.at(),
                            given.offset(),
                            "%s: has no option %s; it would go out as a query parameter"
                                    .formatted(scheme, given.name()),
                            "did you mean %s? A query parameter of that name goes into the header CamelHttpQuery"
                                    .formatted(near)));
        }
    }

    /** The option that was most likely meant by something that may as well be meant as it stands. */
    private static Optional<String> slip(String written, Set<String> names) {
        return written.length() < SHORTEST_SLIP
                ? Optional.empty()
                : Words.nearest(written, names).filter(near -> isSlip(written, near));
    }

    private static boolean isSlip(String written, String near) {
        return sameLetters(written, near)
                || Nearest.isSlip(written, near.toLowerCase(Locale.ROOT))
                || Nearest.isSlip(near, written.toLowerCase(Locale.ROOT));
    }

    private static boolean sameLetters(String written, String near) {
        return sorted(written).equals(sorted(near));
    }

    private static String sorted(String word) {
        return word.toLowerCase(Locale.ROOT)
                .chars()
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static void value(
            Endpoint endpoint, Endpoint.Parameter given, EndpointOptionModel option, Routes routes, Findings findings) {
        String value = routes.known().resolve(given.value()).strip();
        if (value.isEmpty() || value.contains("{{") || value.startsWith("#") || value.contains("${")) {
            return;
        }
        Optional<String> wrong = wrong(value, option);
        wrong.ifPresent(why -> findings.error(
                endpoint.path(),
                given.valueAt(),
                given.offset(),
                "%s is %s, which is %s".formatted(given.name(), value, why),
                option.getEnums() == null
                        ? "write a value of the type " + option.getType()
                        : Words.oneOf(value, option.getEnums(), "use one of " + String.join(", ", option.getEnums()))));
    }

    private static Optional<String> wrong(String value, EndpointOptionModel option) {
        if (option.getEnums() != null) {
            boolean fits =
                    option.getEnums().stream().anyMatch(word -> plain(word).equals(plain(value)));
            return fits ? Optional.empty() : Optional.of("none of the words it knows");
        }
        return switch (option.getType()) {
            case "boolean" ->
                value.matches("(?i)true|false") ? Optional.empty() : Optional.of("neither true nor false");
            case "integer" ->
                value.matches("-?\\d+") || "long".equals(option.getJavaType()) && isDuration(value)
                        ? Optional.empty()
                        : Optional.of("no whole number");
            case "duration" -> isDuration(value) ? Optional.empty() : Optional.of("no duration");
            default -> Optional.empty();
        };
    }

    private static boolean isDuration(String value) {
        return DURATION.matcher(value).matches();
    }

    private static String plain(String word) {
        return word.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static void missing(Endpoint endpoint, ComponentModel component, Findings findings) {
        if (endpoint.uri().contains("{{")) {
            return;
        }
        for (EndpointOptionModel option : component.getEndpointOptions()) {
            boolean given = option.getKind().equals("path")
                    ? !endpoint.rest().isEmpty() || endpoint.has(option.getName())
                    : endpoint.has(option.getName());
            if (option.isRequired() && !given) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "%s: has no %s".formatted(component.getScheme(), option.getName()),
                        option.getKind().equals("path")
                                ? "write it behind the colon: " + component.getSyntax()
                                : "add %s: under parameters".formatted(option.getName()));
            }
        }
    }
}
