package io.github.defenderroutes.lint;

import java.util.List;

/** An HTTP call that may wait for ever. */
final class HttpTimeoutRule implements Rule {
    private static final List<String> TIMES = List.of("connectTimeout", "responseTimeout");

    @Override
    public String name() {
        return "http-timeout";
    }

    @Override
    public String about() {
        return "An HTTP call has no time-out: an answer may take for ever, and a worker with it";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.endpoints().stream().filter(Endpoint::isHttp).forEach(endpoint -> {
            List<String> missing = TIMES.stream()
                    .filter(time ->
                            !endpoint.has(time) && !(time.equals("responseTimeout") && endpoint.has("soTimeout")))
                    .toList();
            if (!missing.isEmpty()) {
                findings.warning(
                        endpoint.path(),
                        endpoint.at(),
                        "this call has no %s".formatted(String.join(" and no ", missing)),
                        "add %s under parameters, in milliseconds"
                                .formatted(String.join(": 2000 and ", missing) + ": 5000"));
            }
        });
    }
}
