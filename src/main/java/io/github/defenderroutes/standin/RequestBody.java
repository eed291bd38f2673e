package io.github.defenderroutes.standin;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON body of a request to change something.
 *
 * <p>Documented: JSON only, keys case sensitive, and the two codes. Unconfirmed: which code when. Ours: a key in another
 * case makes the body incorrect, an absent one is a missing parameter.
 */
record RequestBody(Map<String, Object> values) {

    /** @param keys those it may hold, as the API spells them */
    static RequestBody of(Request request, String... keys) {
        Map<String, Object> values = Json.object(request.body());
        boolean json = request.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!json || values == null || List.of(keys).stream().anyMatch(key -> hasInOtherCase(values, key))) {
            throw incorrect("");
        }
        return new RequestBody(values);
    }

    String text(String key) {
        if (!(values.get(key) instanceof String text) || text.isBlank()) {
            throw missing(key);
        }
        return text;
    }

    /** One of the words the API knows; {@code otherwise} if it is absent, which is missing if that is {@code null}. */
    String word(String key, List<String> known, String otherwise) {
        Object word = values.getOrDefault(key, otherwise);
        if (word == null) {
            throw missing(key);
        }
        if (!known.contains(word)) {
            throw incorrect(": " + key + " " + word);
        }
        return word.toString();
    }

    List<?> list(String key) {
        if (!(values.get(key) instanceof List<?> list) || list.isEmpty()) {
            throw missing(key);
        }
        return list;
    }

    private static RefusedException missing(String key) {
        return new RefusedException(400, "MissingRequiredParameter", "Required parameter " + key + " is missing");
    }

    private static RefusedException incorrect(String detail) {
        return new RefusedException(400, "InvalidRequestBody", "Request body is incorrect" + detail);
    }

    private static boolean hasInOtherCase(Map<String, Object> body, String key) {
        return body.keySet().stream().anyMatch(found -> found.equalsIgnoreCase(key) && !found.equals(key));
    }
}
