package io.github.defenderroutes.standin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Incidents and alerts of Microsoft Graph.
 *
 * <p>Documented: paths, permissions, fields to filter by, newest first, words in lower camel case, the shape of errors and
 * comments. Used by clients: $orderby. Unconfirmed: the greatest $top; here it is 1,000, and more is cut to that. Invented:
 * which code a bad value gives.
 */
final class GraphSecurity {

    private static final Set<String> READ_ALERTS = either("SecurityAlert");
    private static final Set<String> READ_INCIDENTS = either("SecurityIncident");
    private static final Set<String> WRITE_ALERTS = Set.of("SecurityAlert.ReadWrite.All");
    private static final Set<String> WRITE_INCIDENTS = Set.of("SecurityIncident.ReadWrite.All");
    private static final int MOST = 1_000;

    private final Records records;
    private final String appName;
    private final Supplier<String> url;
    private final Clock clock;

    GraphSecurity(Records records, String appName, Supplier<String> url, Clock clock) {
        this.records = records;
        this.appName = appName;
        this.url = url;
        this.clock = clock;
    }

    private static Set<String> either(String entity) {
        return new TreeSet<>(Set.of(entity + ".Read.All", entity + ".ReadWrite.All"));
    }

    List<Route> routes() {
        String alerts = "/v1.0/security/alerts_v2";
        String incidents = "/v1.0/security/incidents";
        return List.of(
                new Route("list-graph-alerts", "GET", alerts, READ_ALERTS, this::listAlerts),
                new Route("get-graph-alert", "GET", alerts + "/{id}", READ_ALERTS, this::getAlert),
                new Route("update-graph-alert", "PATCH", alerts + "/{id}", WRITE_ALERTS, this::updateAlert),
                new Route("add-graph-alert-comment", "POST", alerts + "/{id}/comments", WRITE_ALERTS, this::comment),
                new Route("list-incidents", "GET", incidents, READ_INCIDENTS, this::listIncidents),
                new Route("get-incident", "GET", incidents + "/{id}", READ_INCIDENTS, this::getIncident),
                new Route("update-incident", "PATCH", incidents + "/{id}", WRITE_INCIDENTS, this::updateIncident));
    }

    private Answer listAlerts(Request request) {
        return list(request, EntitySet.graphAlerts(), records.all(Records.Kind.GRAPH_ALERT));
    }

    private Answer listIncidents(Request request) {
        List<Map<String, Object>> incidents = new ArrayList<>();
        for (Map<String, Object> incident : records.all(Records.Kind.INCIDENT)) {
            Map<String, Object> shown = new LinkedHashMap<>(incident);
            if ("alerts".equals(request.query().get("$expand"))) {
                shown.put(
                        "alerts",
                        records.all(Records.Kind.GRAPH_ALERT).stream()
                                .filter(alert -> incident.get("id").equals(alert.get("incidentId")))
                                .toList());
            }
            incidents.add(shown);
        }
        return list(request, EntitySet.incidents(), incidents);
    }

    private Answer list(Request request, EntitySet entities, List<Map<String, Object>> rows) {
        Map<String, String> query = request.query();
        int top = Math.min(number(query.getOrDefault("$top", "100")), MOST);
        int skip = number(query.getOrDefault("$skip", "0"));
        Comparator<Map<String, Object>> byTime = Comparator.comparing(
                row -> EntitySet.Kind.TIME.value(row.get("lastUpdateDateTime")),
                Comparator.nullsFirst(Comparator.naturalOrder()));
        boolean oldestFirst = "lastUpdateDateTime asc".equals(query.get("$orderby"));
        String filter = query.get("$filter");
        List<Map<String, Object>> found = rows.stream()
                .filter(filter == null ? row -> true : ODataFilter.parse(filter, entities, false))
                .sorted(oldestFirst ? byTime : byTime.reversed())
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("@odata.context", context(entities));
        answer.put("value", found.stream().skip(skip).limit(top).toList());
        if (found.size() > skip + top) {
            answer.put("@odata.nextLink", url.get() + request.path() + "?$skip=" + (skip + top) + "&$top=" + top);
        }
        return Answer.json(200, answer);
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw refused(400, "BadRequest", "'" + text + "' is not a number");
        }
        return Integer.parseInt(text);
    }

    private Answer getAlert(Request request) {
        return entity(EntitySet.graphAlerts(), known(request, Records.Kind.GRAPH_ALERT));
    }

    private Answer getIncident(Request request) {
        return entity(EntitySet.incidents(), known(request, Records.Kind.INCIDENT));
    }

    private Answer updateAlert(Request request) {
        return entity(
                EntitySet.graphAlerts(),
                change(request, Records.Kind.GRAPH_ALERT, "status classification determination assignedTo"));
    }

    private Answer updateIncident(Request request) {
        return entity(
                EntitySet.incidents(),
                change(request, Records.Kind.INCIDENT, "status classification determination assignedTo customTags"));
    }

    private Map<String, Object> change(Request request, Records.Kind kind, String fields) {
        String id = known(request, kind).get("id").toString();
        Map<String, Object> changes = body(request);
        if (!List.of(fields.split(" ")).containsAll(changes.keySet())) {
            throw refused(400, "BadRequest", "Request body is incorrect: " + changes.keySet());
        }
        Map<String, Object> all = new LinkedHashMap<>(changes);
        all.put("lastUpdateDateTime", UtcText.of(clock.instant()));
        return records.change(kind, id, all);
    }

    private Answer comment(Request request) {
        Map<String, Object> alert = known(request, Records.Kind.GRAPH_ALERT);
        Map<String, Object> body = body(request);
        if (!"microsoft.graph.security.alertComment".equals(body.get("@odata.type"))
                || !(body.get("comment") instanceof String text)) {
            throw refused(400, "BadRequest", "Request body is incorrect");
        }
        List<Object> comments = new ArrayList<>();
        if (alert.get("comments") instanceof List<?> before) {
            comments.addAll(before);
        }
        Map<String, Object> comment = new LinkedHashMap<>();
        comment.put("comment", text);
        comment.put("createdByDisplayName", appName);
        comment.put("createdDateTime", UtcText.of(clock.instant()));
        comments.add(comment);
        records.change(
                Records.Kind.GRAPH_ALERT,
                alert.get("id").toString(),
                Map.of("comments", comments, "lastUpdateDateTime", UtcText.of(clock.instant())));
        return Answer.json(200, Map.of("value", comments));
    }

    private Map<String, Object> known(Request request, Records.Kind kind) {
        String id = request.pathValues().get("id");
        Map<String, Object> found = records.get(kind, id);
        if (found == null) {
            throw refused(404, "ResourceNotFound", id + " was not found");
        }
        return found;
    }

    private static Map<String, Object> body(Request request) {
        Map<String, Object> body = Json.object(request.body());
        if (body == null) {
            throw refused(400, "BadRequest", "Request body is incorrect");
        }
        return body;
    }

    private static RefusedException refused(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("innerError", Map.of("request-id", "00000000-0000-4000-8000-00000000beef"));
        return new RefusedException(Answer.json(status, Map.of("error", error)));
    }

    private static Answer entity(EntitySet entities, Map<String, Object> fields) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("@odata.context", context(entities) + "/$entity");
        entity.putAll(fields);
        return Answer.json(200, entity);
    }

    private static String context(EntitySet entities) {
        return "https://graph.microsoft.com/v1.0/$metadata#security/" + entities.name();
    }
}
