package io.github.defenderroutes.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request the stand-in received.
 *
 * @param operation e.g. {@code list-alerts}; {@code unknown} for a path or verb the stand-in does not have
 * @param method the verb, upper case
 * @param path undecoded, without the query
 * @param query decoded
 * @param headers names without regard to case
 * @param body as text; empty when there was none
 * @param status the status answered; 0 while unanswered, and when the connection was reset instead
 * @param at when it came in, by the stand-in's clock
 */
public record Call(
        String operation,
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        String body,
        int status,
        Instant at) {

    /** The first value of this header, or {@code null}. */
    public String header(String name) {
        return headers.containsKey(name) ? headers.get(name).get(0) : null;
    }
}
