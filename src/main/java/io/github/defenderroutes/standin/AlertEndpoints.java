package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Alerts, read only. Documented, but that a single alert can be expanded is invented. */
final class AlertEndpoints {

    private static final Set<String> READ = new TreeSet<>(Set.of("Alert.Read.All", "Alert.ReadWrite.All"));

    private final EntitySet alerts = EntitySet.alerts();
    private final Tenant tenant;
    private final Supplier<String> url;

    AlertEndpoints(Tenant tenant, Supplier<String> url) {
        this.tenant = tenant;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                new Route("list-alerts", "GET", "/api/alerts", READ, this::list),
                new Route("get-alert", "GET", "/api/alerts/{id}", READ, this::get));
    }

    private Answer list(Request request) {
        return ODataList.answer(alerts, url.get(), request, tenant.visibleAlerts());
    }

    private Answer get(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> alert = tenant.visibleAlert(id);
        if (alert == null) {
            throw RefusedException.unknown("Alert", id);
        }
        return Answer.odata(
                200,
                entity(alerts, url.get(), Evidence.shown(alert, request.query().get("$expand"))));
    }

    /** Captured: a single entity carries its context beside its own keys. */
    static Map<String, Object> entity(EntitySet entities, String apiUrl, Map<String, Object> row) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("@odata.context", apiUrl + "/api/$metadata#" + entities.name() + "/$entity");
        entity.putAll(row);
        return entity;
    }
}
