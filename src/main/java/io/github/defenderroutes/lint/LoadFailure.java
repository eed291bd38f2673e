package io.github.defenderroutes.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** What Camel says when it cannot load routes, brought to the place in the file. */
final class LoadFailure {
    private static final Pattern PLACE = Pattern.compile("(?s)(.*?)\\s*in file:(\\S+?), line (\\d+), column (\\d+).*");
    private static final Pattern ROUTE =
            Pattern.compile("(?s)Failed to create route:? (\\S+) at: >>> (\\w+)\\[(.*?)]? <<<.*");
    private static final Pattern ONLY_ROUTE = Pattern.compile("(?s)Failed to create route:? (\\S+)[\\s:(].*");
    private static final Pattern BEAN = Pattern.compile("Error creating bean: (\\S+) of type.*");
    private static final String FIX = "correct what is named here";

    private final List<Element> entries;
    private final Path routes;

    /** @param entries of all files */
    LoadFailure(List<Element> entries, Path routes) {
        this.entries = entries;
        this.routes = routes;
    }

    Finding describe(Throwable failure) {
        List<Finding> found = new ArrayList<>();
        Findings findings = new Findings("load", found);
        for (Throwable cause = failure; cause != null && found.isEmpty(); cause = cause.getCause()) {
            place(String.valueOf(cause.getMessage()), reason(cause), findings);
        }
        if (found.isEmpty()) {
            findings.error(routes, 1, 1, "Camel cannot load the routes: " + reason(failure), FIX);
        }
        return found.get(0);
    }

    private void place(String message, String reason, Findings findings) {
        Matcher place = PLACE.matcher(message);
        Matcher step = ROUTE.matcher(message);
        Matcher route = ONLY_ROUTE.matcher(message);
        Matcher bean = BEAN.matcher(message);
        if (place.matches()) {
            findings.error(
                    Path.of(place.group(2)),
                    Integer.parseInt(place.group(3)),
                    Integer.parseInt(place.group(4)),
                    place.group(1).strip().replaceFirst("[.:]$", ""),
                    FIX);
        } else if (step.matches()) {
            route(step.group(1))
                    .ifPresent(where ->
                            at(step(where, step.group(2), step.group(3)).orElse(where), reason, findings));
        } else if (route.matches()) {
            route(route.group(1)).ifPresent(where -> at(where, reason, findings));
        } else if (bean.matches()) {
            entries.stream()
                    .flatMap(Element::all)
                    .filter(one ->
                            one.is("BeanFactoryDefinition") && one.text("name").equals(Optional.of(bean.group(1))))
                    .findFirst()
                    .ifPresent(where ->
                            at(where, "the bean %s cannot be made: %s".formatted(bean.group(1), reason), findings));
        }
    }

    private static void at(Element where, String reason, Findings findings) {
        Node node = where.scalar("uri").map(Node.class::cast).orElse(where.key());
        findings.error(where.path(), node, reason, FIX);
    }

    private Optional<Element> route(String id) {
        return entries.stream()
                .filter(one -> one.text("id").equals(Optional.of(id)))
                .findFirst();
    }

    /** The step of that kind; of several the one that says what Camel says of it. */
    private static Optional<Element> step(Element route, String kind, String label) {
        String name = kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
        List<Element> steps = route.all().filter(one -> one.name().equals(name)).toList();
        String start = label.replaceFirst("(?s)[?].*", "");
        return steps.stream()
                .filter(one ->
                        one.text("uri").filter(uri -> uri.startsWith(start)).isPresent()
                                || one.text("message").filter(start::equals).isPresent())
                .findFirst()
                .or(() -> steps.stream().findFirst());
    }

    /** What the innermost cause says that says anything. */
    private static String reason(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().length() > 10) {
                reason = cause.getMessage();
            }
        }
        return reason.strip().lines().findFirst().orElse("").replaceFirst("[.:]$", "");
    }
}
