package io.github.defenderroutes.defender;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes conditions of an OData filter from data: texts quoted, quotes doubled, times bare. */
final class ODataFilter {
    private static final Pattern OR = Pattern.compile("(?i)\\bor\\b");

    private ODataFilter() {}

    /**
     * One condition. {@code machineId} with a text means equality; {@code lastUpdateTime ge} compares with a time; several
     * values mean any of them.
     */
    static String condition(String field, Object value) {
        String[] words = field.split(" ");
        Collection<?> values = value instanceof Collection<?> several ? several : List.of(value);
        String any = values.stream()
                .map(one -> words.length == 1
                        ? "%s eq '%s'".formatted(field, one.toString().replace("'", "''"))
                        : "%s %s".formatted(field, one))
                .collect(Collectors.joining(" or "));
        return values.size() > 1 ? "(" + any + ")" : any;
    }

    /** A filter that a person wrote; in parentheses where another condition would tear it apart. */
    static String own(String filter) {
        return OR.matcher(filter).find() ? "(" + filter + ")" : filter;
    }
}
