package io.github.defenderroutes.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The last step of the Kamelets that read alerts from Graph, as the bean {@code defenderGraphAlerts}: turns the answer,
 * one alert or a list of them, into Defender's form. What has no name there keeps Graph's; a row that is no alert stays as
 * it is, for the ledger to park.
 */
public final class GraphAlerts implements Processor {
    /** Graph's names, and what Defender calls the same. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("createdDateTime", "alertCreationTime"),
            Map.entry("lastUpdateDateTime", "lastUpdateTime"),
            Map.entry("firstActivityDateTime", "firstEventTime"),
            Map.entry("lastActivityDateTime", "lastEventTime"),
            Map.entry("resolvedDateTime", "resolvedTime"),
            Map.entry("threatDisplayName", "threatName"),
            Map.entry("tenantId", "aadTenantId"));

    /** Fields whose words Graph writes in lower camel case and Defender in upper. */
    private static final List<String> WORDS = List.of("severity", "status", "classification", "determination");

    @Override
    public void process(Exchange exchange) {
        Map<String, Object> answer = object(exchange.getMessage().getBody());
        if (answer.get("value") instanceof List<?> rows) {
            Map<String, Object> mapped = new LinkedHashMap<>(answer);
            mapped.put("value", rows.stream().map(GraphAlerts::alert).toList());
            exchange.getMessage().setBody(mapped);
        } else {
            exchange.getMessage().setBody(alert(answer));
        }
    }

    /** The alert in Defender's form, its device being the first that may isolate; what is no object stays as it is. */
    public static Object alert(Object row) {
        if (!(row instanceof Map<?, ?>)) {
            return row;
        }
        Map<String, Object> alert = new LinkedHashMap<>();
        object(row).forEach((name, value) -> {
            switch (name) {
                case "evidence" -> alert.put(name, evidence(value));
                case "comments" -> alert.put(name, comments(value));
                default -> alert.put(SAME.getOrDefault(name, name), WORDS.contains(name) ? word(name, value) : value);
            }
        });
        Devices.of(object(row).get("evidence")).putInto(alert);
        return alert;
    }

    /** {@code inProgress} is {@code InProgress}; the severity that Graph calls unknown is Defender's UnSpecified. */
    private static Object word(String field, Object value) {
        if (!(value instanceof String text) || text.isEmpty()) {
            return value;
        }
        return field.equals("severity") && text.equals("unknown")
                ? "UnSpecified"
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<Object> evidence(Object value) {
        return value instanceof List<?> all
                ? new ArrayList<>(
                        all.stream().map(one -> Evidence.entry(object(one))).toList())
                : List.of();
    }

    private static List<Object> comments(Object value) {
        List<Object> comments = new ArrayList<>();
        if (value instanceof List<?> all) {
            for (Object one : all) {
                Map<String, Object> comment = object(one);
                Map<String, Object> mapped = new LinkedHashMap<>();
                mapped.put("comment", comment.get("comment"));
                mapped.put("createdBy", comment.get("createdByDisplayName"));
                mapped.put("createdTime", comment.get("createdDateTime"));
                comments.add(mapped);
            }
        }
        return comments;
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
