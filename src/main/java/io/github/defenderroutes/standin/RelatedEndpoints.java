package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What goes with an alert (device, user, files, domains, addresses), and the alerts and devices that go with those.
 *
 * <p>Documented: paths, permissions, shapes, 404, the empty list of an unknown user, prevalence 0 of an unknown domain or
 * address. Invented: what goes with what is read off the alerts' evidence and users, and so are the statistics.
 */
final class RelatedEndpoints {

    private static final Set<String> ALERTS = new TreeSet<>(Set.of("Alert.Read.All", "Alert.ReadWrite.All"));
    private static final Set<String> MACHINES = new TreeSet<>(Set.of("Machine.Read.All", "Machine.ReadWrite.All"));
    private static final Set<String> FILES = Set.of("File.Read.All");
    private static final Set<String> DOMAINS = Set.of("URL.Read.All");
    private static final Set<String> ADDRESSES = Set.of("Ip.Read.All");
    private static final int LONGEST_LOOK_BACK = 720;

    private final Tenant tenant;
    private final Records records;
    private final Supplier<String> url;

    RelatedEndpoints(Tenant tenant, Records records, Supplier<String> url) {
        this.tenant = tenant;
        this.records = records;
        this.url = url;
    }

    List<Route> routes() {
        return List.of(
                get("get-alert-device", "/api/alerts/{id}/machine", MACHINES, this::device),
                get("get-alert-user", "/api/alerts/{id}/user", Set.of("User.Read.All"), this::user),
                get("list-alert-files", "/api/alerts/{id}/files", FILES, this::files),
                get("list-alert-domains", "/api/alerts/{id}/domains", DOMAINS, r -> named(r, "host", this::hosts)),
                get("list-alert-ips", "/api/alerts/{id}/ips", ADDRESSES, r -> named(r, "id", this::addresses)),
                get("list-user-alerts", "/api/users/{key}/alerts", ALERTS, r -> alerts(r, this::users)),
                get("list-user-devices", "/api/users/{key}/machines", MACHINES, r -> devices(r, this::users)),
                get("get-file", "/api/files/{key}", FILES, r -> entity("Files", file(r))),
                get("get-file-statistics", "/api/files/{key}/stats", FILES, this::fileStatistics),
                get("list-file-alerts", "/api/files/{key}/alerts", ALERTS, r -> alerts(r, this::hashes)),
                get("list-file-devices", "/api/files/{key}/machines", MACHINES, r -> devices(r, this::hashes)),
                get("get-domain-statistics", "/api/domains/{key}/stats", DOMAINS, r -> seen(r, "host", this::hosts)),
                get("list-domain-alerts", "/api/domains/{key}/alerts", ALERTS, r -> alerts(r, this::hosts)),
                get("get-ip-statistics", "/api/ips/{key}/stats", ADDRESSES, r -> seen(r, "ipAddress", this::addresses)),
                get("list-ip-alerts", "/api/ips/{key}/alerts", ALERTS, r -> alerts(r, this::addresses)));
    }

    private static Route get(String operation, String path, Set<String> roles, Function<Request, Answer> handler) {
        return new Route(operation, "GET", path, roles, handler);
    }

    // ---- of an alert

    private Map<String, Object> alert(Request request) {
        String id = request.pathValues().get("id");
        Map<String, Object> alert = tenant.visibleAlert(id);
        if (alert == null) {
            throw RefusedException.unknown("Alert", id);
        }
        return alert;
    }

    private Answer device(Request request) {
        String id = String.valueOf(alert(request).get("machineId"));
        Map<String, Object> machine = tenant.machine(id);
        if (machine == null) {
            throw RefusedException.unknown("Machine", id);
        }
        return entity("Machines", machine);
    }

    private Answer user(Request request) {
        Set<String> names = users(alert(request));
        return entity(
                "Users",
                records.all(Records.Kind.USER).stream()
                        .filter(user -> names.contains(lower(user.get("accountName"))))
                        .findFirst()
                        .orElseThrow(() -> RefusedException.unknown(
                                "User of alert", request.pathValues().get("id"))));
    }

    private Answer files(Request request) {
        return list(
                "Files",
                hashes(alert(request)).stream()
                        .map(hash -> records.all(Records.Kind.FILE).stream()
                                .filter(file -> isHash(file, hash))
                                .findFirst()
                                .orElse(null))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    private Answer named(Request request, String field, Function<Map<String, Object>, Set<String>> names) {
        return list(
                field.equals("host") ? "Domains" : "Ips",
                names.apply(alert(request)).stream()
                        .map(name -> Map.<String, Object>of(field, name))
                        .toList());
    }

    // ---- of a user, file, domain or address

    private Answer alerts(Request request, Function<Map<String, Object>, Set<String>> names) {
        return list(
                "Alerts",
                with(request, names).map(alert -> Evidence.shown(alert, null)).toList());
    }

    private Answer devices(Request request, Function<Map<String, Object>, Set<String>> names) {
        return list("Machines", machines(request, names));
    }

    private List<Map<String, Object>> machines(Request request, Function<Map<String, Object>, Set<String>> names) {
        return with(request, names)
                .map(alert -> tenant.machine(String.valueOf(alert.get("machineId"))))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private Stream<Map<String, Object>> with(Request request, Function<Map<String, Object>, Set<String>> names) {
        String key = lower(request.pathValues().get("key"));
        return tenant.visibleAlerts().stream()
                .filter(alert -> names.apply(alert).contains(key));
    }

    private Map<String, Object> file(Request request) {
        String hash = lower(request.pathValues().get("key"));
        return records.all(Records.Kind.FILE).stream()
                .filter(file -> isHash(file, hash))
                .findFirst()
                .orElseThrow(() -> RefusedException.unknown("File", hash));
    }

    private Answer fileStatistics(Request request) {
        Map<String, Object> file = file(request);
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put("sha1", file.get("sha1"));
        statistics.put("organizationPrevalence", prevalence(request, this::hashes));
        statistics.put("orgFirstSeen", null);
        statistics.put("orgLastSeen", null);
        statistics.put("globallyPrevalence", file.get("globalPrevalence"));
        statistics.put("globalFirstObserved", file.get("globalFirstObserved"));
        statistics.put("globalLastObserved", file.get("globalLastObserved"));
        statistics.put("topFileNames", List.of());
        return entity("FileStats", statistics);
    }

    private Answer seen(Request request, String field, Function<Map<String, Object>, Set<String>> names) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put(field, request.pathValues().get("key"));
        statistics.put("organizationPrevalence", prevalence(request, names));
        statistics.put("orgFirstSeen", null);
        statistics.put("orgLastSeen", null);
        return entity(field.equals("host") ? "DomainStats" : "IpStats", statistics);
    }

    /** Captured in no answer: which code a look-back out of range gives. */
    private int prevalence(Request request, Function<Map<String, Object>, Set<String>> names) {
        String hours = request.query().getOrDefault("lookBackHours", "24");
        if (!hours.matches("\\d{1,6}") || Integer.parseInt(hours) > LONGEST_LOOK_BACK) {
            throw new RefusedException(400, "InvalidInput", "lookBackHours " + hours + " is invalid");
        }
        return machines(request, names).size();
    }

    // ---- read off an alert, in small letters

    private Set<String> users(Map<String, Object> alert) {
        Set<String> names = new LinkedHashSet<>();
        if (alert.get("relatedUser") instanceof Map<?, ?> user) {
            names.add(lower(user.get("userName")));
        }
        if (alert.get("loggedOnUsers") instanceof List<?> users) {
            users.forEach(user -> names.add(lower(((Map<?, ?>) user).get("accountName"))));
        }
        return names;
    }

    private Set<String> hashes(Map<String, Object> alert) {
        Set<String> hashes = evidence(alert, "sha1");
        hashes.addAll(evidence(alert, "sha256"));
        return hashes;
    }

    private Set<String> addresses(Map<String, Object> alert) {
        return evidence(alert, "ipAddress");
    }

    private Set<String> hosts(Map<String, Object> alert) {
        Set<String> hosts = new LinkedHashSet<>();
        evidence(alert, "url").forEach(address -> hosts.add(address.replaceAll("^[a-z]+://|[/:?#].*$", "")));
        return hosts;
    }

    private static Set<String> evidence(Map<String, Object> alert, String field) {
        Set<String> values = new LinkedHashSet<>();
        if (alert.get("evidence") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map && map.get(field) != null) {
                    values.add(lower(map.get(field)));
                }
            }
        }
        return values;
    }

    private static boolean isHash(Map<String, Object> file, String hash) {
        return hash.equals(lower(file.get("sha1"))) || hash.equals(lower(file.get("sha256")));
    }

    private static String lower(Object text) {
        return String.valueOf(text).toLowerCase(Locale.ROOT);
    }

    private Answer entity(String name, Map<String, Object> fields) {
        return Answer.odata(200, AlertEndpoints.entity(new EntitySet(name, Map.of()), url.get(), fields));
    }

    private Answer list(String name, List<Map<String, Object>> rows) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", url.get() + "/api/$metadata#" + name);
        body.put("value", rows);
        return Answer.odata(200, body);
    }
}
