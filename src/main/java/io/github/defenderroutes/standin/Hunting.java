package io.github.defenderroutes.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Advanced hunting of Microsoft Graph, and Defender's own: every query finds what it was told to find, or nothing.
 *
 * <p>Documented: paths, permissions, bodies, the shapes of the answers. Invented: the texts for a query that cannot be read.
 */
public final class Hunting {
    private static final Set<String> ROLES = Set.of("ThreatHunting.Read.All");

    private static final Set<String> DEFENDER_ROLES = Set.of("AdvancedQuery.Read.All");

    private record Finding(String part, Map<String, String> schema, List<Map<String, Object>> rows, String refusal) {}

    private final List<Finding> findings = new ArrayList<>();

    Hunting() {}

    /**
     * Queries that contain this text find these rows from now on; the text told last comes first.
     *
     * @param schema name of each column to its type, such as {@code String} or {@code DateTime}
     */
    public synchronized void finds(String part, Map<String, String> schema, List<Map<String, Object>> rows) {
        findings.add(0, new Finding(part, schema, List.copyOf(rows), null));
    }

    /** Queries that contain this text are refused with this message from now on. */
    public synchronized void refuses(String part, String message) {
        findings.add(0, new Finding(part, Map.of(), List.of(), message));
    }

    List<Route> routes() {
        return List.of(new Route("run-hunting-query", "POST", "/v1.0/security/runHuntingQuery", ROLES, this::run));
    }

    /** The operation of Defender's own API, which is being retired. */
    List<Route> defenderRoutes() {
        return List.of(new Route(
                "run-advanced-query", "POST", "/api/advancedqueries/run", DEFENDER_ROLES, this::runOnDefender));
    }

    private Answer run(Request request) {
        Finding found = found(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "@odata.context",
                "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults");
        answer.put("schema", schema(found, "name", "type"));
        answer.put("results", found.rows);
        return Answer.json(200, answer);
    }

    private Answer runOnDefender(Request request) {
        Finding found = found(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Stats", Map.of("dataset_statistics", List.of(Map.of("table_row_count", found.rows.size()))));
        answer.put("Schema", schema(found, "Name", "Type"));
        answer.put("Results", found.rows);
        return Answer.json(200, answer);
    }

    private synchronized Finding found(Request request) {
        Map<String, Object> body = Json.object(request.body());
        if (body == null || !(body.get("Query") instanceof String query) || query.isBlank()) {
            throw new RefusedException(400, "BadRequest", "The request body must contain a Query.");
        }
        Finding found = findings.stream()
                .filter(finding -> query.contains(finding.part))
                .findFirst()
                .orElse(new Finding("", Map.of(), List.of(), null));
        if (found.refusal != null) {
            throw new RefusedException(400, "BadRequest", found.refusal);
        }
        return found;
    }

    private static List<Map<String, String>> schema(Finding found, String name, String type) {
        return found.schema.entrySet().stream()
                .map(column -> Map.of(name, column.getKey(), type, column.getValue()))
                .toList();
    }
}
