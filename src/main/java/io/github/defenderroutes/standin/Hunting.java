package io.github.defenderroutes.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Advanced hunting, of Microsoft Graph and of Defender's own endpoint, which Microsoft retires: every query finds what it was told to find, or nothing.
 *
 * <p>Documented: path, permission, body, the shape of the answer. Invented: the text for a query that cannot be read.
 */
public final class Hunting {
    private static final Set<String> ROLES = Set.of("ThreatHunting.Read.All");

    private record Finding(String part, List<Map<String, String>> schema, List<Map<String, Object>> rows) {}

    private final List<Finding> findings = new ArrayList<>();

    Hunting() {}

    /**
     * Queries that contain this text find these rows from now on; the text told last comes first.
     *
     * @param schema name of each column to its type, such as {@code String} or {@code DateTime}
     */
    public synchronized void finds(String part, Map<String, String> schema, List<Map<String, Object>> rows) {
        List<Map<String, String>> columns = schema.entrySet().stream()
                .map(column -> Map.of("name", column.getKey(), "type", column.getValue()))
                .toList();
        findings.add(0, new Finding(part, columns, List.copyOf(rows)));
    }

    List<Route> routes() {
        return List.of(new Route("run-hunting-query", "POST", "/v1.0/security/runHuntingQuery", ROLES, this::run));
    }

    List<Route> retiredRoutes() {
        return List.of(new Route(
                "run-advanced-query",
                "POST",
                "/api/advancedqueries/run",
                Set.of("AdvancedQuery.Read.All"),
                this::runRetired));
    }

    private Answer run(Request request) {
        Finding found = finding(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "@odata.context",
                "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults");
        answer.put("schema", found.schema);
        answer.put("results", found.rows);
        return Answer.json(200, answer);
    }

    private Answer runRetired(Request request) {
        Finding found = finding(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Stats", Map.of("dataset_statistics", List.of(Map.of("table_row_count", found.rows.size()))));
        answer.put(
                "Schema",
                found.schema.stream()
                        .map(column -> Map.of("Name", column.get("name"), "Type", column.get("type")))
                        .toList());
        answer.put("Results", found.rows);
        return Answer.json(200, answer);
    }

    private synchronized Finding finding(Request request) {
        Map<String, Object> body = Json.object(request.body());
        if (body == null || !(body.get("Query") instanceof String query) || query.isBlank()) {
            throw new RefusedException(400, "BadRequest", "The request body must contain a Query.");
        }
        return findings.stream()
                .filter(finding -> query.contains(finding.part))
                .findFirst()
                .orElse(new Finding("", List.of(), List.of()));
    }
}
