package io.github.defenderroutes.standin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a device has: alerts, users who logged on, software, vulnerabilities; nothing of the last three unless it is told.
 *
 * <p>Documented: paths and permissions. Invented: what can be filtered by, which is the id.
 */
public final class Inventory {
    private static final String USERS = "logonusers";
    private static final String SOFTWARE = "software";
    private static final String VULNERABILITIES = "vulnerabilities";

    private final Tenant tenant;
    private final Supplier<String> url;
    private final Map<String, List<Map<String, Object>>> told = new ConcurrentHashMap<>();

    Inventory(Tenant tenant, Supplier<String> url) {
        this.tenant = tenant;
        this.url = url;
    }

    /** Who logged on to the device; replaces what was told before. */
    public Inventory users(String deviceId, List<Map<String, Object>> users) {
        told.put(deviceId + "/" + USERS, List.copyOf(users));
        return this;
    }

    /** What is installed on the device; replaces what was told before. */
    public Inventory software(String deviceId, List<Map<String, Object>> software) {
        told.put(deviceId + "/" + SOFTWARE, List.copyOf(software));
        return this;
    }

    /** What makes the device vulnerable; replaces what was told before. */
    public Inventory vulnerabilities(String deviceId, List<Map<String, Object>> vulnerabilities) {
        told.put(deviceId + "/" + VULNERABILITIES, List.copyOf(vulnerabilities));
        return this;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "list-device-alerts",
                        "GET",
                        "/api/machines/{id}/alerts",
                        new TreeSet<>(Set.of("Alert.Read.All", "Alert.ReadWrite.All")),
                        this::alerts),
                route("list-device-users", USERS, "User.Read.All", "Users"),
                route("list-device-software", SOFTWARE, "Software.Read.All", "Software"),
                route(
                        "list-device-vulnerabilities",
                        VULNERABILITIES,
                        "Vulnerability.Read.All",
                        "PublicVulnerabilities"));
    }

    private Answer alerts(Request request) {
        String device = device(request);
        List<Map<String, Object>> alerts = tenant.visibleAlerts().stream()
                .filter(alert -> device.equals(alert.get("machineId")))
                .toList();
        return ODataList.answer(EntitySet.alerts(), url.get(), request, alerts);
    }

    private Route route(String operation, String what, String role, String entities) {
        EntitySet set = EntitySet.byId(entities);
        return new Route(
                operation,
                "GET",
                "/api/machines/{id}/" + what,
                Set.of(role),
                request -> ODataList.answer(
                        set, url.get(), request, told.getOrDefault(device(request) + "/" + what, List.of())));
    }

    private String device(Request request) {
        String id = request.pathValues().get("id");
        if (tenant.machine(id) == null) {
            throw RefusedException.unknown("Machine", id);
        }
        return id;
    }
}
