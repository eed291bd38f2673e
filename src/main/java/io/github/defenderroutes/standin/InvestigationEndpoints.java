package io.github.defenderroutes.standin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Automated investigations. Documented: paths, permissions, fields, 201 with the investigation. Invented: ids that count up,
 * and that one stays Running.
 */
final class InvestigationEndpoints {

    private static final Set<String> READ = new TreeSet<>(Set.of("Alert.Read.All", "Alert.ReadWrite.All"));
    private static final Set<String> WRITE = Set.of("Alert.ReadWrite.All");

    private final EntitySet entities = EntitySet.investigations();
    private final List<Map<String, Object>> started = new ArrayList<>();
    private final Tenant tenant;
    private final Clock clock;
    private final Supplier<String> url;

    InvestigationEndpoints(Tenant tenant, Clock clock, Supplier<String> url) {
        this.tenant = tenant;
        this.clock = clock;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                new Route("start-investigation", "POST", "/api/machines/{id}/startInvestigation", WRITE, this::start),
                new Route("list-investigations", "GET", "/api/investigations", READ, this::list),
                new Route("get-investigation", "GET", "/api/investigations/{id}", READ, this::get));
    }

    private synchronized Answer start(Request request) {
        RequestBody.of(request, "Comment").text("Comment");
        String id = request.pathValues().get("id");
        Map<String, Object> machine = tenant.machine(id);
        if (machine == null) {
            throw RefusedException.unknown("Machine", id);
        }
        Map<String, Object> investigation = new LinkedHashMap<>();
        investigation.put("id", String.valueOf(started.size() + 1));
        investigation.put("startTime", UtcText.of(UtcText.ticks(clock.instant())));
        investigation.put("endTime", null);
        investigation.put("state", "Running");
        investigation.put("cancelledBy", null);
        investigation.put("statusDetails", null);
        investigation.put("machineId", id);
        investigation.put("computerDnsName", machine.get("computerDnsName"));
        investigation.put("triggeringAlertId", null);
        started.add(Collections.unmodifiableMap(investigation));
        return Answer.odata(201, AlertEndpoints.entity(entities, url.get(), investigation));
    }

    private synchronized Answer list(Request request) {
        return ODataList.answer(entities, url.get(), request, List.copyOf(started));
    }

    private synchronized Answer get(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> investigation = started.stream()
                .filter(one -> one.get("id").equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.unknown("Investigation", id));
        return Answer.odata(200, AlertEndpoints.entity(entities, url.get(), investigation));
    }
}
