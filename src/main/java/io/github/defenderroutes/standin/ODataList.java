package io.github.defenderroutes.standin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Answers a list query: filters, sorts, pages, selects.
 *
 * <p>Documented: $filter, $top up to 10,000, $skip, $expand=evidence. Captured: order by id when none is asked for,
 * {@code evidence} empty unless expanded. Used by clients: $orderby. Declared by the connector: $select, $count.
 * Unconfirmed: 400 for a larger $top; an {@code @odata.nextLink} beyond 10,000 without $top.
 */
final class ODataList {

    private static final int MOST = 10_000;
    private static final Set<String> OPTIONS =
            Set.of("$filter", "$top", "$skip", "$orderby", "$expand", "$select", "$count");

    private final EntitySet entities;
    private final String apiUrl;
    private final Request request;
    private final Map<String, String> query;

    private ODataList(EntitySet entities, String apiUrl, Request request) {
        this.entities = entities;
        this.apiUrl = apiUrl;
        this.request = request;
        this.query = request.query();
    }

    static Answer answer(EntitySet entities, String apiUrl, Request request, List<Map<String, Object>> rows) {
        return new ODataList(entities, apiUrl, request).answer(rows);
    }

    private Answer answer(List<Map<String, Object>> rows) {
        query.keySet().stream()
                .filter(option -> option.startsWith("$") && !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw RefusedException.odata("The query parameter '" + option + "' is not supported.");
                });
        int skip = number("$skip", 0, Integer.MAX_VALUE);
        int top = number("$top", MOST, MOST);
        int cap = request.quirks().pageCap() == 0
                ? top
                : Math.min(top, request.quirks().pageCap());
        List<Map<String, Object>> found =
                rows.stream().filter(filter()).sorted(order()).toList();
        List<Map<String, Object>> page = found.stream().skip(skip).limit(cap).toList();

        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", apiUrl + "/api/$metadata#" + entities.name());
        if ("true".equals(query.get("$count"))) {
            body.put("@odata.count", found.size());
        }
        body.put("value", page.stream().map(this::shape).toList());
        boolean more = found.size() > skip + cap && (cap < top || !query.containsKey("$top"));
        if (more) {
            body.put("@odata.nextLink", nextLink(skip + cap, top - cap));
        }
        return Answer.odata(200, body);
    }

    private Predicate<Map<String, Object>> filter() {
        String text = query.get("$filter");
        return text == null
                ? row -> true
                : ODataFilter.parse(text, entities, request.quirks().refusesOr());
    }

    private int number(String option, int absent, int most) {
        String text = query.get(option);
        if (text == null) {
            return absent;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw RefusedException.odata(
                    "Invalid value '%s' for %s: it must be a number from 0 to %d.".formatted(text, option, most));
        }
        return Integer.parseInt(text);
    }

    private Comparator<Map<String, Object>> order() {
        Comparator<Map<String, Object>> byId = comparator(new EntitySet.Property("id", EntitySet.Kind.TEXT));
        if (request.quirks().unsorted()) {
            return Comparator.comparing(row -> Integer.reverse(row.hashCode()));
        }
        Comparator<Map<String, Object>> order = null;
        for (String part : query.getOrDefault("$orderby", "").split(",")) {
            String[] words = part.strip().split("\\s+");
            if (words[0].isEmpty()) {
                continue;
            }
            if (words.length > 2 || words.length == 2 && !words[1].matches("asc|desc")) {
                throw RefusedException.odata("Syntax error in $orderby: '" + part + "'.");
            }
            Comparator<Map<String, Object>> one = comparator(entities.property(words[0]));
            if (words.length == 2 && words[1].equals("desc")) {
                one = one.reversed();
            }
            order = order == null ? one : order.thenComparing(one);
        }
        return order == null ? byId : order.thenComparing(byId);
    }

    private static Comparator<Map<String, Object>> comparator(EntitySet.Property property) {
        Map<Object, Comparable<Object>> read = new IdentityHashMap<>();
        return Comparator.comparing(
                row -> read.computeIfAbsent(row, unread -> property.kind().value(row.get(property.key()))),
                Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private Map<String, Object> shape(Map<String, Object> row) {
        Map<String, Object> shaped = Evidence.shown(row, query.get("$expand"));
        if (query.containsKey("$select")) {
            shaped.keySet().retainAll(List.of(query.get("$select").split("\\s*,\\s*")));
        }
        return shaped;
    }

    private String nextLink(int skip, int remaining) {
        Map<String, String> next = new LinkedHashMap<>(query);
        next.put("$skip", Integer.toString(skip));
        if (query.containsKey("$top")) {
            next.put("$top", Integer.toString(remaining));
        }
        return next.entrySet().stream()
                .map(option -> encode(option.getKey()) + "=" + encode(option.getValue()))
                .collect(Collectors.joining("&", apiUrl + request.path() + "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%24", "$");
    }
}
