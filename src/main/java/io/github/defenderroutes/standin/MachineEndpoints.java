package io.github.defenderroutes.standin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Devices: reading and finding them, their tags and their value. */
final class MachineEndpoints {

    static final Set<String> READ = new TreeSet<>(Set.of("Machine.Read.All", "Machine.ReadWrite.All"));

    private static final Set<String> WRITE = Set.of("Machine.ReadWrite.All");
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(15);
    private static final Duration OLDEST = Duration.ofDays(30);
    private static final int MOST_DEVICES = 500;

    private final EntitySet machines = EntitySet.machines();
    private final Tenant tenant;
    private final Clock clock;
    private final Supplier<String> url;

    MachineEndpoints(Tenant tenant, Clock clock, Supplier<String> url) {
        this.tenant = tenant;
        this.clock = clock;
        this.url = url;
    }

    /** The paths with a word where others have an id come first. */
    List<Route> routes() {
        return List.of(
                new Route(
                        "find-devices-by-ip",
                        "GET",
                        "/api/machines/findbyip(ip='{ip}',timestamp={timestamp})",
                        READ,
                        this::findByIp),
                new Route("find-devices-by-tag", "GET", "/api/machines/findbytag", READ, this::findByTag),
                new Route(
                        "tag-devices",
                        "POST",
                        "/api/machines/AddOrRemoveTagForMultipleMachines",
                        WRITE,
                        this::tagSeveral),
                new Route("list-devices", "GET", "/api/machines", READ, this::list),
                new Route("get-device", "GET", "/api/machines/{id}", READ, this::get),
                new Route("tag-device", "POST", "/api/machines/{id}/tags", WRITE, this::tag),
                new Route("set-device-value", "POST", "/api/machines/{id}/setDeviceValue", WRITE, this::setValue));
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
        return entity(machine);
    }

    /**
     * Documented: within 15 minutes of the time, which is at most 30 days ago, else 400. Invented: which code that is; that
     * a device had its address from when it was first seen until it was last seen.
     */
    private Answer findByIp(Request request) {
        String ip = request.pathValues().get("ip");
        Instant at = UtcText.parse(request.pathValues().get("timestamp"));
        if (!ip.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new RefusedException(400, "InvalidIpAddress", "IP address " + ip + " is invalid");
        }
        if (at == null || at.isBefore(clock.instant().minus(OLDEST))) {
            throw new RefusedException(400, "InvalidInput", "The timestamp is older than 30 days");
        }
        return found(request, machine -> addresses(machine).anyMatch(ip::equalsIgnoreCase) && seen(machine, at));
    }

    private static Stream<String> addresses(Map<String, Object> machine) {
        List<?> more = machine.get("ipAddresses") instanceof List<?> list ? list : List.of();
        return Stream.concat(
                Stream.of(String.valueOf(machine.get("lastIpAddress"))),
                more.stream().map(address -> String.valueOf(((Map<?, ?>) address).get("ipAddress"))));
    }

    private static boolean seen(Map<String, Object> machine, Instant at) {
        Instant first = UtcText.parse(machine.get("firstSeen"));
        Instant last = UtcText.parse(machine.get("lastSeen"));
        return first != null
                && last != null
                && !at.isBefore(first.minus(SEEN_WITHIN))
                && !at.isAfter(last.plus(SEEN_WITHIN));
    }

    private Answer findByTag(Request request) {
        String tag = request.query().getOrDefault("tag", "");
        boolean begins = "true".equals(request.query().get("useStartsWithFilter"));
        return found(request, machine -> tags(machine).stream()
                .anyMatch(one -> begins ? one.startsWith(tag) : one.equals(tag)));
    }

    private Answer found(Request request, Predicate<Map<String, Object>> which) {
        return ODataList.answer(
                machines,
                url.get(),
                request,
                tenant.machines().stream().filter(which).toList());
    }

    private Answer tag(Request request) {
        String id = existing(request);
        tag(id, RequestBody.of(request, "Value", "Action"));
        return entity(tenant.machine(id));
    }

    /** Documented: 200, and at most 500. Invented: an empty answer; that unknown devices are passed over. */
    private Answer tagSeveral(Request request) {
        RequestBody body = RequestBody.of(request, "Value", "Action", "MachineIds");
        List<?> ids = body.list("MachineIds");
        if (ids.size() > MOST_DEVICES) {
            throw new RefusedException(
                    400,
                    "MaximumBatchSizeExceeded",
                    "Received %d machines, allowed are %d".formatted(ids.size(), MOST_DEVICES));
        }
        ids.stream()
                .map(String::valueOf)
                .filter(id -> tenant.machine(id) != null)
                .forEach(id -> tag(id, body));
        return Answer.empty(200);
    }

    private void tag(String id, RequestBody body) {
        String tag = body.text("Value");
        boolean add = body.word("Action", List.of("Add", "Remove"), null).equals("Add");
        List<String> tags = new ArrayList<>(tags(tenant.machine(id)));
        tags.remove(tag);
        if (add) {
            tags.add(tag);
        }
        tenant.updateMachine(id, Map.of("machineTags", List.copyOf(tags)));
    }

    private Answer setValue(Request request) {
        String id = existing(request);
        String value =
                RequestBody.of(request, "DeviceValue").word("DeviceValue", List.of("Normal", "Low", "High"), null);
        tenant.updateMachine(id, Map.of("deviceValue", value));
        return entity(tenant.machine(id));
    }

    private String existing(Request request) {
        String id = request.pathValues().get("id");
        if (tenant.machine(id) == null) {
            throw RefusedException.unknown("Machine", id);
        }
        return id;
    }

    private static List<String> tags(Map<String, Object> machine) {
        return machine.get("machineTags") instanceof List<?> tags
                ? tags.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Answer entity(Map<String, Object> machine) {
        return Answer.odata(200, AlertEndpoints.entity(machines, url.get(), machine));
    }
}
