package io.github.defenderroutes.standin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Indicators.
 *
 * <p>Documented: paths, permissions, fields and words, the shapes of the answers, at most 500 at once. Invented: which of
 * the documented codes a bad value gives, the numbering, that a batch with an unknown id deletes none.
 */
final class IndicatorEndpoints {

    private static final Set<String> ROLES = new TreeSet<>(Set.of("Ti.ReadWrite", "Ti.ReadWrite.All"));
    private static final List<String> REQUIRED =
            List.of("indicatorValue", "indicatorType", "action", "title", "description");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "indicatorType",
                    Set.of(
                            "FileSha1",
                            "FileMd5",
                            "FileSha256",
                            "CertificateThumbprint",
                            "IpAddress",
                            "DomainName",
                            "Url"),
            "action", Set.of("Warn", "Block", "Audit", "BlockAndRemediate", "Allowed", "Alert", "AlertAndBlock"),
            "severity", Set.of("Informational", "Low", "Medium", "High"));
    private static final int MOST_AT_ONCE = 500;

    private final EntitySet indicators = EntitySet.indicators();
    private final Records records;
    private final String appName;
    private final Supplier<String> url;
    private final Clock clock;
    private final AtomicInteger numbers = new AtomicInteger(990);

    IndicatorEndpoints(Records records, String appName, Supplier<String> url, Clock clock) {
        this.records = records;
        this.appName = appName;
        this.url = url;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                new Route("list-indicators", "GET", "/api/indicators", ROLES, this::list),
                new Route("submit-indicator", "POST", "/api/indicators", ROLES, this::submit),
                new Route("import-indicators", "POST", "/api/indicators/import", ROLES, this::importAll),
                new Route("delete-indicators", "POST", "/api/indicators/BatchDelete", ROLES, this::deleteAll),
                new Route("delete-indicator", "DELETE", "/api/indicators/{id}", ROLES, this::delete));
    }

    private Answer list(Request request) {
        return ODataList.answer(indicators, url.get(), request, records.all(Records.Kind.INDICATOR));
    }

    private Answer submit(Request request) {
        Map<String, Object> body = body(request);
        String problem = problem(body);
        if (problem != null) {
            throw new RefusedException(400, "InvalidInput", problem);
        }
        return Answer.odata(200, AlertEndpoints.entity(indicators, url.get(), store(body)));
    }

    private Answer importAll(Request request) {
        List<Object> results = new ArrayList<>();
        for (Object one : several(body(request).get("Indicators"), "Indicators")) {
            @SuppressWarnings("unchecked") // read from JSON
            Map<String, Object> fields = one instanceof Map ? (Map<String, Object>) one : Map.of();
            String problem = problem(fields);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("id", problem == null ? store(fields).get("id") : null);
            result.put("indicator", fields.get("indicatorValue"));
            result.put("isFailed", problem != null);
            result.put("failureReason", problem);
            results.add(result);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("@odata.context", url.get() + "/api/$metadata#Collection(Indicators)");
        answer.put("value", results);
        return Answer.odata(200, answer);
    }

    private Answer delete(Request request) {
        String id = request.pathValues().get("id");
        if (!records.remove(Records.Kind.INDICATOR, id)) {
            throw RefusedException.unknown("Indicator", id);
        }
        return Answer.empty(204);
    }

    private Answer deleteAll(Request request) {
        List<?> ids = several(body(request).get("IndicatorIds"), "IndicatorIds");
        for (Object id : ids) {
            if (records.get(Records.Kind.INDICATOR, id.toString()) == null) {
                throw RefusedException.unknown("Indicator", id.toString());
            }
        }
        ids.forEach(id -> records.remove(Records.Kind.INDICATOR, id.toString()));
        return Answer.empty(204);
    }

    /** One of the same value is changed and keeps its id. */
    private Map<String, Object> store(Map<String, Object> fields) {
        Map<String, Object> stored = new LinkedHashMap<>();
        stored.put(
                "id",
                records.all(Records.Kind.INDICATOR).stream()
                        .filter(other -> fields.get("indicatorValue").equals(other.get("indicatorValue")))
                        .map(other -> other.get("id"))
                        .findFirst()
                        .orElseGet(() -> Integer.toString(numbers.incrementAndGet())));
        stored.putAll(fields);
        stored.put("sourceType", "AadApp");
        stored.put("source", appName);
        stored.put("creationTimeDateTimeUtc", UtcText.of(clock.instant()));
        records.add(Records.Kind.INDICATOR, stored);
        return stored;
    }

    private static String problem(Map<String, Object> fields) {
        for (String field : REQUIRED) {
            if (!(fields.get(field) instanceof String text) || text.isBlank()) {
                return field + " is missing";
            }
        }
        for (Map.Entry<String, Set<String>> word : WORDS.entrySet()) {
            Object value = fields.get(word.getKey());
            if (value != null && !word.getValue().contains(value)) {
                return word.getKey() + " " + value + " is invalid";
            }
        }
        boolean unheard = "Audit".equals(fields.get("action")) && !Boolean.TRUE.equals(fields.get("generateAlert"));
        return unheard ? "Audit needs generateAlert" : null;
    }

    private static List<?> several(Object list, String name) {
        if (!(list instanceof List<?> items) || items.isEmpty()) {
            throw new RefusedException(400, "MissingRequiredParameter", "Required parameter " + name + " is missing");
        }
        if (items.size() > MOST_AT_ONCE) {
            throw new RefusedException(
                    400,
                    "MaximumBatchSizeExceeded",
                    "Received " + items.size() + ", the allowed size is " + MOST_AT_ONCE);
        }
        return items;
    }

    private static Map<String, Object> body(Request request) {
        Map<String, Object> body = Json.object(request.body());
        if (body == null) {
            throw new RefusedException(400, "InvalidRequestBody", "Request body is incorrect");
        }
        return body;
    }
}
