package io.github.defenderroutes.guardrails;

import java.util.List;
import java.util.function.Predicate;

/**
 * What was found where a condition looks.
 *
 * @param values as text; several where the API has a list
 * @param complete whether that is all; if not, what does not match may be what we cannot read
 */
record Reading(List<String> values, boolean complete) {
    static final Reading UNREADABLE = new Reading(List.of(), false);

    /** One of the API's fields that always holds text. */
    static Reading text(Object value) {
        return value instanceof String text && !text.isBlank() ? one(text.strip()) : UNREADABLE;
    }

    static Reading one(String text) {
        return new Reading(List.of(text), true);
    }

    /** One of the API's fields that always holds a list of texts. */
    static Reading texts(Object value) {
        if (!(value instanceof List<?> list)) {
            return UNREADABLE;
        }
        List<String> texts = list.stream()
                .filter(String.class::isInstance)
                .map(text -> ((String) text).strip())
                .toList();
        return new Reading(texts, texts.size() == list.size());
    }

    Match any(Predicate<String> test) {
        return values.stream().anyMatch(test) ? Match.YES : complete ? Match.NO : Match.UNKNOWN;
    }

    /** For people. */
    Object shown() {
        if (values.isEmpty()) {
            return complete ? "none" : "unknown";
        }
        return values.size() == 1 ? values.get(0) : values;
    }
}
