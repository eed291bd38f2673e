package io.github.defenderroutes.standin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Machines and the requests to them. */
final class MachineEndpoints {

    private static final Set<String> READ = new TreeSet<>(Set.of("Machine.Read.All", "Machine.ReadWrite.All"));
    private static final Set<String> ISOLATE = Set.of("Machine.Isolate");
    private static final Set<String> ISOLATION_TYPES = Set.of("Full", "Selective", "UnManagedDevice");

    private final EntitySet machines = EntitySet.machines();
    private final EntitySet actions = EntitySet.machineActions();
    private final Tenant tenant;
    private final String appName;
    private final Supplier<String> url;

    MachineEndpoints(Tenant tenant, String appName, Supplier<String> url) {
        this.tenant = tenant;
        this.appName = appName;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                new Route("list-devices", "GET", "/api/machines", READ, this::list),
                new Route("get-device", "GET", "/api/machines/{id}", READ, this::get),
                new Route("isolate", "POST", "/api/machines/{id}/isolate", ISOLATE, this::isolate),
                new Route("unisolate", "POST", "/api/machines/{id}/unisolate", ISOLATE, this::unisolate),
                new Route("list-machine-actions", "GET", "/api/machineactions", READ, this::listActions),
                new Route("get-machine-action", "GET", "/api/machineactions/{id}", READ, this::getAction));
    }

    /** Unconfirmed: an empty list is 200 and empty, although the page says 404. */
    private Answer list(Request request) {
        return ODataList.answer(machines, url.get(), request, tenant.machines());
    }

    /** Documented: by id or by computer name. */
    private Answer get(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> machine = tenant.machine(id);
        if (machine == null) {
            machine = tenant.machines().stream()
                    .filter(other -> id.equalsIgnoreCase(String.valueOf(other.get("computerDnsName"))))
                    .findFirst()
                    .orElseThrow(() -> RefusedException.unknown("Machine", id));
        }
        return Answer.odata(200, AlertEndpoints.entity(machines, url.get(), machine));
    }

    /** Unconfirmed: Full when IsolationType is missing; which code a bad value gives. */
    private Answer isolate(Request request) {
        Map<String, Object> body = body(request);
        Object type = body.getOrDefault("IsolationType", "Full");
        if (!ISOLATION_TYPES.contains(type)) {
            throw new RefusedException(400, "InvalidRequestBody", "Request body is incorrect: IsolationType " + type);
        }
        return act("Isolate", request, body, type.toString());
    }

    private Answer unisolate(Request request) {
        return act("Unisolate", request, body(request), null);
    }

    private Answer act(String type, Request request, Map<String, Object> body, String scope) {
        String id = request.pathValues().get("id");
        if (tenant.machine(id) == null) {
            throw RefusedException.unknown("Machine", id);
        }
        Map<String, Object> action = tenant.accept(
                new MachineAction.Order(type, id, appName, body.get("Comment").toString(), scope));
        return Answer.odata(201, AlertEndpoints.entity(actions, url.get(), action));
    }

    /**
     * Documented: JSON only, keys case sensitive, and the two codes. Unconfirmed: which code when. Ours: a key in another
     * case makes the body incorrect, an absent Comment is a missing parameter.
     */
    private static Map<String, Object> body(Request request) {
        Map<String, Object> body = Json.object(request.body());
        boolean json = request.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!json || body == null || hasInOtherCase(body, "Comment") || hasInOtherCase(body, "IsolationType")) {
            throw new RefusedException(400, "InvalidRequestBody", "Request body is incorrect");
        }
        if (!(body.get("Comment") instanceof String comment) || comment.isBlank()) {
            throw new RefusedException(400, "MissingRequiredParameter", "Required parameter Comment is missing");
        }
        return body;
    }

    private static boolean hasInOtherCase(Map<String, Object> body, String key) {
        return body.keySet().stream().anyMatch(found -> found.equalsIgnoreCase(key) && !found.equals(key));
    }

    private Answer listActions(Request request) {
        return ODataList.answer(
                actions, url.get(), request, tenant.machineActions().all(false));
    }

    /** Captured: the text for an id that is no guid. */
    private Answer getAction(Request request) {
        String id = request.pathValues().get("id");
        if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new RefusedException(
                    400,
                    "BadRequest",
                    "The key value (" + id + ") from request is not valid."
                            + " The key value should be format of type 'Edm.Guid'.");
        }
        Map<String, Object> action =
                tenant.machineActions().visible(id).orElseThrow(() -> RefusedException.unknown("Machine action", id));
        return Answer.odata(200, AlertEndpoints.entity(actions, url.get(), action));
    }
}
