package io.github.defenderroutes.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request as it came in.
 *
 * @param path the undecoded path, without the query
 * @param query decoded; a repeated key keeps its last value
 * @param headers names without regard to case
 * @param pathValues what the placeholders of the route's template stood for, decoded
 * @param quirks how a list operation shall deviate this once
 */
record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        byte[] body,
        Map<String, String> pathValues,
        Quirks quirks) {

    /** Deviations of list answers; see the Fault of the same name. Page cap 0 is none. */
    record Quirks(int pageCap, boolean unsorted, boolean refusesOr) {
        static final Quirks NONE = new Quirks(0, false, false);
    }

    static Request of(String method, String target, Map<String, List<String>> headers, byte[] body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new Request(method, path, decodeForm(query), headers, body, Map.of(), Quirks.NONE);
    }

    Request matched(Map<String, String> values, Quirks deviations) {
        return new Request(method, path, query, headers, body, values, deviations);
    }

    /** The first value of this header, or the empty text. */
    String header(String name) {
        return headers.getOrDefault(name, List.of("")).get(0);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Map<String, String> form() {
        return decodeForm(text());
    }

    /** The decoded parts between slashes; a slash inside a part stays there, as {@code %2F} asks for. */
    List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (String part : path.substring(Math.min(1, path.length())).split("/")) {
            segments.add(decode(part.replace("+", "%2B")));
        }
        return segments;
    }

    private static Map<String, String> decodeForm(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return text;
        }
    }
}
