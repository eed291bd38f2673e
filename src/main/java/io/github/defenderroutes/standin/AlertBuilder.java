package io.github.defenderroutes.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An alert to {@link Tenant#add add}: keys, order and value shapes as captured, the content invented. High, new and of
 * no device unless told otherwise.
 */
public final class AlertBuilder {

    private final String key;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private Instant createdAt;
    private Instant updatedAt;
    private Instant visibleFrom = Instant.MIN;

    private AlertBuilder(String id) {
        key = id;
        for (String name : ("id incidentId investigationId assignedTo severity status classification determination"
                        + " investigationState detectionSource detectorId category threatFamilyName title description"
                        + " alertCreationTime firstEventTime lastEventTime lastUpdateTime resolvedTime machineId"
                        + " computerDnsName rbacGroupName aadTenantId threatName mitreTechniques relatedUser"
                        + " loggedOnUsers comments evidence domains")
                .split(" ")) {
            fields.put(name, null);
        }
        fields.put("id", id);
        fields.put("incidentId", 4711);
        fields.put("severity", "High");
        fields.put("status", "New");
        fields.put("investigationState", "Queued");
        fields.put("detectionSource", "WindowsDefenderAtp");
        fields.put("detectorId", "5c6b7a86-1111-4222-8333-0123456789ab");
        fields.put("category", "CredentialAccess");
        fields.put("title", "Suspicious access to LSASS service");
        fields.put("description", "A process read the memory of the local security authority process.");
        for (String list : List.of("mitreTechniques", "loggedOnUsers", "comments", "evidence", "domains")) {
            fields.put(list, List.of());
        }
    }

    /** Starts an alert with this id; ids seen look like {@code da637472900382838869_-880718168}. */
    public static AlertBuilder anAlert(String id) {
        return new AlertBuilder(id);
    }

    public AlertBuilder severity(String severity) {
        return set("severity", severity);
    }

    public AlertBuilder status(String status) {
        return set("status", status);
    }

    public AlertBuilder title(String title) {
        return set("title", title);
    }

    public AlertBuilder category(String category) {
        return set("category", category);
    }

    /** The device by id; its name comes from the tenant's machine of that id, if there is one. */
    public AlertBuilder device(String machineId) {
        return set("machineId", machineId);
    }

    public AlertBuilder device(String machineId, String computerDnsName) {
        return device(machineId).set("computerDnsName", computerDnsName);
    }

    /** When Defender raised it; now, if not told. The events are placed a few minutes earlier. */
    public AlertBuilder createdAt(Instant time) {
        createdAt = time;
        return this;
    }

    /** When it changed last; the creation time, if not told. */
    public AlertBuilder updatedAt(Instant time) {
        updatedAt = time;
        return this;
    }

    /** Before this time no call shows the alert: it arrives late (reported for lists, invented for the single alert). */
    public AlertBuilder visibleFrom(Instant time) {
        visibleFrom = time;
        return this;
    }

    /** Adds an entry; see {@link Evidence}. Its creation time is the alert's unless set. */
    public AlertBuilder evidence(Map<String, Object> entry) {
        return append("evidence", entry);
    }

    public AlertBuilder loggedOn(String accountName, String domainName) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("accountName", accountName);
        user.put("domainName", domainName);
        return append("loggedOnUsers", user);
    }

    /** Any field to any value, also of a wrong type or unknown to the schema. */
    public AlertBuilder set(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** The alert lacks this key altogether. */
    public AlertBuilder without(String field) {
        fields.remove(field);
        return this;
    }

    /** The id it is kept under, whatever happened to the field. */
    String key() {
        return key;
    }

    /** {@code null} for an alert of no device. */
    String deviceId() {
        return fields.get("machineId") instanceof String id ? id : null;
    }

    Instant visibleFrom() {
        return visibleFrom;
    }

    Map<String, Object> build(String tenantId, Instant now, Map<String, Object> machine) {
        Instant created = createdAt == null ? now : createdAt;
        Map<String, Object> alert = new LinkedHashMap<>(fields);
        fill(alert, "alertCreationTime", UtcText.of(created));
        fill(alert, "firstEventTime", UtcText.of(created.minus(Duration.ofMinutes(5))));
        fill(alert, "lastEventTime", UtcText.of(created.minus(Duration.ofMinutes(4))));
        fill(alert, "lastUpdateTime", UtcText.of(updatedAt == null ? created : updatedAt));
        fill(alert, "aadTenantId", tenantId);
        if (machine != null) {
            fill(alert, "computerDnsName", machine.get("computerDnsName"));
            fill(alert, "rbacGroupName", machine.get("rbacGroupName"));
        }
        if (alert.get("evidence") instanceof List<?> entries) {
            alert.put("evidence", dated(entries, alert.get("alertCreationTime")));
        }
        return alert;
    }

    private static List<Object> dated(List<?> entries, Object time) {
        List<Object> dated = new ArrayList<>();
        for (Object entry : entries) {
            Map<Object, Object> copy = entry instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : null;
            if (copy != null && copy.containsKey("evidenceCreationTime")) {
                copy.putIfAbsent("evidenceCreationTime", time);
            }
            dated.add(copy == null ? entry : copy);
        }
        return dated;
    }

    /** Only a key that is there and empty: what a test took away stays away. */
    private static void fill(Map<String, Object> alert, String key, Object value) {
        if (alert.containsKey(key)) {
            alert.putIfAbsent(key, value);
        }
    }

    private AlertBuilder append(String list, Object entry) {
        List<Object> longer = new ArrayList<>((List<?>) fields.get(list));
        longer.add(entry);
        return set(list, longer);
    }
}
