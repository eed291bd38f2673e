package io.github.defenderroutes.standin;

import io.github.defenderroutes.standin.MachineAction.Order;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The requests to a device that become machine actions. Documented, but where a method says otherwise. */
final class DeviceActionEndpoints {

    private static final List<String> ISOLATION_TYPES = List.of("Full", "Selective", "UnManagedDevice");
    private static final List<String> SCAN_TYPES = List.of("Quick", "Full");
    private static final Set<String> CANNOT_BE_OFFBOARDED = Set.of("macos", "linux", "ubuntu");

    private final EntitySet actions = EntitySet.machineActions();
    private final Tenant tenant;
    private final String appName;
    private final Supplier<String> url;

    DeviceActionEndpoints(Tenant tenant, String appName, Supplier<String> url) {
        this.tenant = tenant;
        this.appName = appName;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                route("isolate", "isolate", "Machine.Isolate", this::isolate),
                simple("unisolate", "unisolate", "Machine.Isolate", "Unisolate"),
                simple(
                        "restrict-app-execution",
                        "restrictCodeExecution",
                        "Machine.RestrictExecution",
                        "RestrictCodeExecution"),
                simple(
                        "unrestrict-app-execution",
                        "unrestrictCodeExecution",
                        "Machine.RestrictExecution",
                        "UnrestrictCodeExecution"),
                route("run-antivirus-scan", "runAntiVirusScan", "Machine.Scan", this::scan),
                simple(
                        "collect-investigation-package",
                        "collectInvestigationPackage",
                        "Machine.CollectForensics",
                        "CollectInvestigationPackage"),
                route("offboard-device", "offboard", "Machine.Offboard", this::offboard),
                route(
                        "stop-and-quarantine-file",
                        "StopAndQuarantineFile",
                        "Machine.StopAndQuarantine",
                        this::quarantine),
                route("run-live-response", "runliveresponse", "Machine.LiveResponse", this::liveResponse));
    }

    private interface Handler {
        Answer handle(Request request, RequestBody body);
    }

    private static Route route(String operation, String call, String role, Handler handler) {
        return new Route(
                operation,
                "POST",
                "/api/machines/{id}/" + call,
                Set.of(role),
                request -> handler.handle(
                        request, RequestBody.of(request, "Comment", "IsolationType", "ScanType", "Sha1", "Commands")));
    }

    private Route simple(String operation, String call, String role, String type) {
        return route(
                operation, call, role, (request, body) -> Answer.odata(201, act(type, request, body, null, Map.of())));
    }

    /** Unconfirmed: Full when IsolationType is missing; which code a bad value gives. */
    private Answer isolate(Request request, RequestBody body) {
        String scope = body.word("IsolationType", ISOLATION_TYPES, "Full");
        return Answer.odata(201, act("Isolate", request, body, scope, Map.of()));
    }

    private Answer scan(Request request, RequestBody body) {
        String scope = body.word("ScanType", SCAN_TYPES, null);
        return Answer.odata(201, act("RunAntiVirusScan", request, body, scope, Map.of()));
    }

    /** Documented: not for macOS and Linux, and "200 - Created". Invented: the code of the refusal. */
    private Answer offboard(Request request, RequestBody body) {
        Map<String, Object> machine = machine(request);
        String platform = String.valueOf(machine.get("osPlatform"));
        if (CANNOT_BE_OFFBOARDED.stream().anyMatch(platform.toLowerCase(Locale.ROOT)::startsWith)) {
            throw new RefusedException(400, "OsPlatformNotSupported", "OS platform " + platform + " is not supported");
        }
        return Answer.odata(200, act("Offboard", request, body, null, Map.of()));
    }

    private Answer quarantine(Request request, RequestBody body) {
        String sha1 = body.text("Sha1");
        if (!sha1.matches("[0-9a-fA-F]{40}")) {
            throw new RefusedException(400, "InvalidHashValue", "Hash value " + sha1 + " is invalid");
        }
        Map<String, Object> file = Map.of("fileIdentifier", sha1, "fileIdentifierType", "Sha1");
        return Answer.odata(201, act("StopAndQuarantineFile", request, body, null, Map.of("relatedFileInfo", file)));
    }

    private Answer liveResponse(Request request, RequestBody body) {
        return Answer.odata(201, act("LiveResponse", request, body, null, Map.of("commands", body.list("Commands"))));
    }

    private Map<String, Object> act(
            String type, Request request, RequestBody body, String scope, Map<String, Object> more) {
        String comment = body.text("Comment");
        String id = String.valueOf(machine(request).get("id"));
        return AlertEndpoints.entity(
                actions, url.get(), tenant.accept(new Order(type, id, appName, comment, scope, more)));
    }

    private Map<String, Object> machine(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> machine = tenant.machine(id);
        if (machine == null) {
            throw RefusedException.unknown("Machine", id);
        }
        return machine;
    }
}
