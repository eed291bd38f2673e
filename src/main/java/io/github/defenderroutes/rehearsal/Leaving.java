package io.github.defenderroutes.rehearsal;

import java.util.List;

/** Something that came to a way out of the routes. */
public sealed interface Leaving {

    /**
     * A question to Microsoft.
     *
     * @param operation such as {@code get-device}
     * @param request method, path and query
     * @param answeredBy who answered it: the tenant, or what was at hand instead
     */
    record Question(String operation, String request, String answeredBy) implements Leaving {}

    /**
     * A request that would change the tenant. It was held.
     *
     * @param body as JSON; empty if it has none
     */
    record Act(String operation, String request, String body) implements Leaving {}

    /**
     * A mail. It was held.
     *
     * @param by {@code smtp} or {@code graph}
     */
    record Letter(List<String> to, String subject, String text, String by) implements Leaving {}

    /**
     * Anything else that would leave: an HTTP request, a file, a message for a queue. It was held.
     *
     * @param uri of the endpoint, without its parameters
     */
    record Elsewhere(String uri) implements Leaving {}
}
