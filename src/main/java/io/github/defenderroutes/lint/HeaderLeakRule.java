package io.github.defenderroutes.lint;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Headers that go out with an HTTP request though nobody meant them to. */
final class HeaderLeakRule implements Rule {
    /** They begin with a message of their own, whose headers do not go out, or with a caller's. */
    private static final Set<String> CLEAN = Set.of("direct", "seda", "timer", "scheduler", "file", "kamelet");

    private static final Set<String> OF_HTTP = Set.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-language",
            "content-type",
            "cookie",
            "date",
            "expect",
            "forwarded",
            "from",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "idempotency-key",
            "origin",
            "pragma",
            "prefer",
            "range",
            "referer",
            "traceparent",
            "user-agent",
            "via",
            "title",
            "priority",
            "tags");

    @Override
    public String name() {
        return "header-leak";
    }

    @Override
    public String about() {
        return "Headers of a schedule, of what came in, or of an earlier answer go out with an HTTP request";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.routes().forEach(route -> new Walk(routes, findings).route(route));
    }

    /** Goes through a route in order, and knows whose headers the message has at each step. */
    private static final class Walk {
        private final Routes routes;
        private final Findings findings;
        private final Set<Element> told = new HashSet<>();
        private Optional<String> headers = Optional.empty();

        Walk(Routes routes, Findings findings) {
            this.routes = routes;
            this.findings = findings;
        }

        void route(Element route) {
            for (Element from : route.children()) {
                if (from.name().equals("from")) {
                    headers = routes.endpoints(from)
                            .flatMap(input -> input.scheme().stream())
                            .filter(scheme -> !CLEAN.contains(scheme))
                            .findFirst()
                            .map(scheme -> "the headers of %s: go out".formatted(scheme));
                    from.children().forEach(this::step);
                }
            }
        }

        private void step(Element step) {
            switch (step.type()) {
                case "RemoveHeadersDefinition" ->
                    step.text("pattern").filter("*"::equals).ifPresent(all -> headers = Optional.empty());
                case "SetHeaderDefinition" ->
                    step.text("name")
                            .filter(name -> isOurs(name)
                                    && Expression.held(step).filter(Data::isIn).isPresent())
                            .ifPresent(name ->
                                    headers = headers.or(() -> Optional.of("the header %s goes out".formatted(name))));
                case "ChoiceDefinition", "MulticastDefinition" -> branches(step);
                case "FilterDefinition", "IdempotentConsumerDefinition", "CatchDefinition" -> {
                    Optional<String> before = headers;
                    step.children().forEach(this::step);
                    headers = headers.or(() -> before);
                }
                case "SplitDefinition" -> {
                    Optional<String> before = headers;
                    step.children().forEach(this::step);
                    headers = before;
                }
                case "LoopDefinition" -> {
                    step.children().forEach(this::step);
                    step.children().forEach(this::step); // the second round begins with what the first leaves
                }
                default -> {
                    routes.endpoints(step).forEach(endpoint -> send(step, endpoint));
                    step.children().forEach(this::step);
                }
            }
        }

        /** Each begins with the same headers; a choice without otherwise has one more, in which nothing happens. */
        private void branches(Element step) {
            Optional<String> before = headers;
            boolean passes = step.is("ChoiceDefinition")
                    && step.children().stream().noneMatch(branch -> branch.is("OtherwiseDefinition"));
            Optional<String> after = passes ? before : Optional.empty();
            for (Element branch : step.children()) {
                headers = before;
                step(branch);
                Optional<String> left = headers;
                after = after.or(() -> left);
            }
            headers = after;
        }

        private void send(Element step, Endpoint endpoint) {
            if (!endpoint.isHttp()) {
                return;
            }
            boolean sendsThem = !endpoint.has("headerFilterStrategy")
                    && !endpoint.parameter("skipRequestHeaders").equals(Optional.of("true"));
            if (headers.isPresent() && sendsThem && told.add(step)) {
                findings.warning(
                        endpoint.path(),
                        endpoint.at(),
                        headers.get() + " with this request",
                        "put removeHeaders with pattern: \"*\" before it, and after it if another call follows");
            }
            boolean keepsAnswers = !step.has("variableReceive")
                    && !endpoint.parameter("skipResponseHeaders").equals(Optional.of("true"))
                    && !endpoint.has("headerFilterStrategy");
            headers = keepsAnswers && step.is("ToDefinition", "ToDynamicDefinition")
                    ? Optional.of("the headers of an earlier answer go out")
                    : headers;
        }

        private static boolean isOurs(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return !lower.startsWith("camel")
                    && !lower.startsWith("x-")
                    && !OF_HTTP.contains(lower)
                    && !name.contains("${");
        }
    }
}
