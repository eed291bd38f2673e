package io.github.defenderroutes.standin;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Changes to alerts, and alerts made by reference.
 *
 * <p>Documented: paths, permission, fields, words, the empty answer of a batch, 404. Invented: which of the documented codes
 * a bad value gives, and that a batch with an unknown alert changes none. Not imitated: whether the event exists, and the
 * merging of an alert of the same title.
 */
final class AlertChanges {

    private static final Set<String> WRITE = Set.of("Alert.ReadWrite.All");
    private static final List<String> TO_CREATE = List.of(
            "machineId", "severity", "title", "description", "recommendedAction", "eventTime", "reportId", "category");

    /** Both spellings that Microsoft's pages give. */
    private static final Map<String, Set<String>> DETERMINATIONS = Map.of(
            "TruePositive",
                    Set.of(
                            "MultiStagedAttack",
                            "MaliciousUserActivity",
                            "CompromisedUser",
                            "Malware",
                            "Phishing",
                            "UnwantedSoftware",
                            "Other"),
            "InformationalExpectedActivity",
                    Set.of(
                            "SecurityTesting",
                            "LineOfBusinessApplication",
                            "ConfirmedUserActivity",
                            "ConfirmedActivity",
                            "Other"),
            "FalsePositive", Set.of("Clean", "NotMalicious", "InsufficientData", "Other"));

    private final EntitySet alerts = EntitySet.alerts();
    private final Tenant tenant;
    private final String appName;
    private final Supplier<String> url;

    AlertChanges(Tenant tenant, String appName, Supplier<String> url) {
        this.tenant = tenant;
        this.appName = appName;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                new Route("update-alert", "PATCH", "/api/alerts/{id}", WRITE, this::update),
                new Route("update-alerts", "POST", "/api/alerts/batchUpdate", WRITE, this::updateAll),
                new Route("create-alert", "POST", "/api/alerts/CreateAlertByReference", WRITE, this::create));
    }

    private Answer update(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> changes = changes(body(request));
        change(known(id), changes);
        return shown(id);
    }

    private Answer updateAll(Request request) {
        Map<String, Object> body = body(request);
        if (!(body.remove("alertIds") instanceof List<?> ids) || ids.isEmpty()) {
            throw new RefusedException(400, "MissingRequiredParameter", "Required parameter alertIds is missing");
        }
        Map<String, Object> changes = changes(body);
        ids.forEach(id -> known(id.toString()));
        ids.forEach(id -> change(id.toString(), changes));
        return Answer.empty(200);
    }

    private Answer create(Request request) {
        Map<String, Object> body = body(request);
        for (String field : TO_CREATE) {
            if (!(body.get(field) instanceof String text) || text.isBlank()) {
                throw new RefusedException(
                        400, "MissingRequiredParameter", "Required parameter " + field + " is missing");
            }
        }
        String device = body.get("machineId").toString();
        if (tenant.machine(device) == null) {
            throw RefusedException.unknown("Machine", device);
        }
        String id = "da" + UUID.randomUUID() + "_1";
        tenant.add(anAlert(id)
                .device(device)
                .severity(body.get("severity").toString())
                .title(body.get("title").toString())
                .category(body.get("category").toString())
                .set("description", body.get("description")));
        return shown(id);
    }

    private Answer shown(String id) {
        Map<String, Object> alert = Evidence.shown(tenant.alert(id), null);
        return Answer.odata(200, AlertEndpoints.entity(alerts, url.get(), alert));
    }

    private String known(String id) {
        if (tenant.visibleAlert(id) == null) {
            throw RefusedException.unknown("Alert", id);
        }
        return id;
    }

    private void change(String id, Map<String, Object> changes) {
        Map<String, Object> fields = new LinkedHashMap<>(changes);
        Object comment = fields.remove("comment");
        if (comment != null) {
            tenant.comment(id, comment.toString(), appName);
        }
        tenant.update(id, fields);
    }

    private static Map<String, Object> body(Request request) {
        Map<String, Object> body = Json.object(request.body());
        if (body == null) {
            throw new RefusedException(400, "InvalidRequestBody", "Request body is incorrect");
        }
        return new LinkedHashMap<>(body);
    }

    private static Map<String, Object> changes(Map<String, Object> body) {
        body.forEach((field, value) -> {
            if (!isChange(field, value)) {
                throw new RefusedException(
                        400, "InvalidRequestBody", "Request body is incorrect: " + field + " " + value);
            }
        });
        Object determination = body.get("determination");
        if (determination != null
                && !DETERMINATIONS
                        .getOrDefault(String.valueOf(body.get("classification")), Set.of())
                        .contains(determination)) {
            throw new RefusedException(
                    400, "InvalidInput", "Determination " + determination + " does not go with the classification");
        }
        return body;
    }

    private static boolean isChange(String field, Object value) {
        return value instanceof String text
                && switch (field) {
                    case "status" -> Set.of("New", "InProgress", "Resolved").contains(text);
                    case "classification" -> DETERMINATIONS.containsKey(text);
                    case "assignedTo", "determination", "comment" -> true;
                    default -> false;
                };
    }
}
