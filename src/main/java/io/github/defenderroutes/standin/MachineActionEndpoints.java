package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Machine actions once they are under way: reading and cancelling them, and what they leave to be downloaded. */
final class MachineActionEndpoints {

    /** Documented: the permission of an action type. That it must be that of this very action is not imitated. */
    private static final Set<String> CANCEL = new TreeSet<>(Set.of(
            "Machine.CollectForensics",
            "Machine.Isolate",
            "Machine.RestrictExecution",
            "Machine.Scan",
            "Machine.Offboard",
            "Machine.StopAndQuarantine",
            "Machine.LiveResponse"));

    private final EntitySet actions = EntitySet.machineActions();
    private final MachineActions accepted;
    private final String appName;
    private final Supplier<String> url;

    MachineActionEndpoints(Tenant tenant, String appName, Supplier<String> url) {
        this.accepted = tenant.machineActions();
        this.appName = appName;
        this.url = url;
    }

    List<Route> routes() {
        Set<String> read = MachineEndpoints.READ;
        return List.of(
                new Route("list-machine-actions", "GET", "/api/machineactions", read, this::list),
                new Route("get-machine-action", "GET", "/api/machineactions/{id}", read, this::get),
                new Route("cancel-machine-action", "POST", "/api/machineactions/{id}/cancel", CANCEL, this::cancel),
                new Route(
                        "get-investigation-package-uri",
                        "GET",
                        "/api/machineactions/{id}/getPackageUri",
                        read,
                        this::packageUri),
                new Route(
                        "get-live-response-result-uri",
                        "GET",
                        "/api/machineactions/{id}/GetLiveResponseResultDownloadLink(index={index})",
                        read,
                        this::liveResponseResult));
    }

    private Answer list(Request request) {
        return ODataList.answer(actions, url.get(), request, accepted.all(false));
    }

    private Answer get(Request request) {
        return entity(action(request));
    }

    /** Unconfirmed: code and text for one that has ended. */
    private Answer cancel(Request request) {
        String comment = RequestBody.of(request, "Comment").text("Comment");
        return entity(accepted.cancel(String.valueOf(action(request).get("id")), appName, comment));
    }

    /** Captured: the text for an action of another type. Documented: 404 while it is not complete. */
    private Answer packageUri(Request request) {
        Map<String, Object> action = action(request);
        if (!action.get("type").equals("CollectInvestigationPackage")) {
            throw new RefusedException(
                    400, "InvalidInput", "Provided Guid is not a valid id for a CollectInvestigationPackage action");
        }
        if (!action.get("status").equals("Succeeded")) {
            throw new RefusedException(404, "ResourceNotFound", "The investigation package is not complete");
        }
        return link("https://packages.example/" + action.get("id") + ".zip?sig=of-the-stand-in");
    }

    /** Invented: what is answered while a command has no result, or for one that was not given. */
    private Answer liveResponseResult(Request request) {
        Map<String, Object> action = action(request);
        String index = request.pathValues().get("index");
        if (!action.get("type").equals("LiveResponse")) {
            throw new RefusedException(
                    400, "InvalidInput", "Provided Guid is not a valid id for a LiveResponse action");
        }
        if (!index.matches("\\d{1,4}") || Integer.parseInt(index) >= ((List<?>) action.get("commands")).size()) {
            throw new RefusedException(400, "InvalidInput", "There is no command " + index);
        }
        if (!action.get("status").equals("Succeeded")) {
            throw new RefusedException(404, "ResourceNotFound", "Command " + index + " has no result");
        }
        return link("https://results.example/" + action.get("id") + "/" + index + "?sig=of-the-stand-in");
    }

    private Answer link(String address) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("@odata.context", url.get() + "/api/$metadata#Edm.String");
        answer.put("value", address);
        return Answer.odata(200, answer);
    }

    /** Captured: the text for an id that is no guid. */
    private Map<String, Object> action(Request request) {
        String id = request.pathValues().get("id");
        if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new RefusedException(
                    400,
                    "BadRequest",
                    "The key value (" + id + ") from request is not valid."
                            + " The key value should be format of type 'Edm.Guid'.");
        }
        return accepted.visible(id).orElseThrow(() -> RefusedException.unknown("Machine action", id));
    }

    private Answer entity(Map<String, Object> action) {
        return Answer.odata(200, AlertEndpoints.entity(actions, url.get(), action));
    }
}
