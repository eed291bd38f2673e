package io.github.defenderroutes.standin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The content of the tenant: alerts, machines and machine actions. Thread-safe; may change while clients ask. Maps given
 * out are unmodifiable snapshots in the key order of the API.
 */
public final class Tenant {

    /** Documented: what a second isolate or unisolate does while the first is under way. */
    public enum Duplicates {
        /** 201 with the action that is under way. */
        RETURN_PENDING,
        /** 400 ActiveRequestAlreadyExists, "Action is already in progress". */
        REFUSE
    }

    private record StoredAlert(Map<String, Object> fields, Instant visibleFrom) {}

    private final String id;
    private final Clock clock;
    private final MachineActions actions;
    private final Map<String, StoredAlert> alerts = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> machines = new LinkedHashMap<>();

    Tenant(String id, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.actions = new MachineActions(clock);
    }

    // ---- alerts

    /** Adds an alert, or replaces the one of the same id. */
    public synchronized Tenant add(AlertBuilder alert) {
        Map<String, Object> fields = alert.build(id, now(), machines.get(alert.deviceId()));
        alerts.put(alert.key(), new StoredAlert(Collections.unmodifiableMap(fields), alert.visibleFrom()));
        return this;
    }

    /** The alert of this id, visible or not; {@code null} if there is none. */
    public synchronized Map<String, Object> alert(String alertId) {
        return alerts.containsKey(alertId) ? alerts.get(alertId).fields : null;
    }

    /** Changes fields of an alert and moves its {@code lastUpdateTime} to now, as the service does. */
    public synchronized void update(String alertId, Map<String, ?> changes) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lastUpdateTime", UtcText.of(now()));
        all.putAll(changes);
        overwrite(alertId, all);
    }

    /** Changes one field and leaves {@code lastUpdateTime} alone. */
    public synchronized void set(String alertId, String field, Object value) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put(field, value);
        overwrite(alertId, change);
    }

    /** Invented: that a severity changes under the same id is unconfirmed. */
    public void raiseSeverity(String alertId, String severity) {
        update(alertId, Map.of("severity", severity));
    }

    /** Captured: what an automated investigation leaves behind. */
    public void resolve(String alertId) {
        update(alertId, Map.of("status", "Resolved", "resolvedTime", UtcText.of(now()), "assignedTo", "API Action"));
    }

    public void comment(String alertId, String text) {
        comment(alertId, text, "soc@corp.example");
    }

    synchronized void comment(String alertId, String text, String author) {
        List<Object> comments = new ArrayList<>();
        if (known(alertId).fields.get("comments") instanceof List<?> before) {
            comments.addAll(before);
        }
        Map<String, Object> comment = new LinkedHashMap<>();
        comment.put("comment", text);
        comment.put("createdBy", author);
        comment.put("createdTime", UtcText.of(now()));
        comments.add(comment);
        update(alertId, Map.of("comments", comments));
    }

    public synchronized void removeAlert(String alertId) {
        alerts.remove(alertId);
    }

    // ---- machines

    /** Adds a device, or replaces the one of the same id. */
    public synchronized Tenant add(MachineBuilder machine) {
        machines.put(machine.key(), Collections.unmodifiableMap(machine.build(now())));
        return this;
    }

    /** The device of this id; {@code null} if there is none. */
    public synchronized Map<String, Object> machine(String deviceId) {
        return machines.get(deviceId);
    }

    public synchronized void updateMachine(String deviceId, Map<String, ?> changes) {
        if (!machines.containsKey(deviceId)) {
            throw new IllegalArgumentException("No machine " + deviceId);
        }
        machines.put(deviceId, changed(machines.get(deviceId), changes));
    }

    /** The first record becomes a mere pointer to the second; what the service does with actions on it is unconfirmed. */
    public void merge(String oldDeviceId, String newDeviceId) {
        updateMachine(oldDeviceId, Map.of("mergedIntoMachineId", newDeviceId));
    }

    public synchronized void removeMachine(String deviceId) {
        machines.remove(deviceId);
    }

    // ---- machine actions

    /** How every device reacts that was not given a reaction of its own. */
    public Tenant reactByDefault(Reaction reaction) {
        actions.usual(reaction);
        return this;
    }

    /** How this device reacts to isolate and unisolate from now on; running actions keep theirs. */
    public Tenant react(String deviceId, Reaction reaction) {
        actions.react(deviceId, reaction);
        return this;
    }

    /** {@link Duplicates#RETURN_PENDING} at first. */
    public Tenant duplicates(Duplicates answer) {
        actions.duplicates(answer);
        return this;
    }

    /** Reported, and on at first: isolating an isolated device gives an action that stays Pending. */
    public Tenant stuckWhenIsolated(boolean stuck) {
        actions.stuckWhenIsolated(stuck);
        return this;
    }

    /** Somebody else acts, in the portal or with another app: type Isolate or Unisolate. */
    public Map<String, Object> startAction(String type, String deviceId, String requestor, String comment) {
        return accept(new MachineAction.Order(type, deviceId, requestor, comment, "Full"));
    }

    /** Ends an action at once: Succeeded, Failed, TimeOut or Cancelled. */
    public void finish(String actionId, String status) {
        actions.finish(actionId, status);
    }

    /** All actions in the order of their acceptance, as the API would show them now. */
    public List<Map<String, Object>> actions() {
        return actions.all(true);
    }

    /** The isolate requests for this device that became an action of their own: more than one is one too many. */
    public List<Map<String, Object>> acceptedIsolations(String deviceId) {
        return actions().stream()
                .filter(action -> action.get("type").equals("Isolate")
                        && action.get("machineId").equals(deviceId))
                .toList();
    }

    /** The devices that are really cut off now; the API itself never says so. */
    public Set<String> isolatedDevices() {
        return actions.isolated();
    }

    // ---- for the endpoints

    Map<String, Object> accept(MachineAction.Order order) {
        Map<String, Object> machine = machine(order.deviceId());
        return actions.accept(order, machine == null ? null : (String) machine.get("computerDnsName"));
    }

    MachineActions machineActions() {
        return actions;
    }

    synchronized List<Map<String, Object>> visibleAlerts() {
        Instant now = clock.instant();
        List<Map<String, Object>> visible = new ArrayList<>(alerts.size());
        alerts.values().stream()
                .filter(alert -> !alert.visibleFrom.isAfter(now))
                .forEach(alert -> visible.add(alert.fields));
        return visible;
    }

    synchronized Map<String, Object> visibleAlert(String alertId) {
        StoredAlert alert = alerts.get(alertId);
        return alert == null || alert.visibleFrom.isAfter(clock.instant()) ? null : alert.fields;
    }

    synchronized List<Map<String, Object>> machines() {
        return List.copyOf(machines.values());
    }

    private void overwrite(String alertId, Map<String, ?> changes) {
        StoredAlert alert = known(alertId);
        alerts.put(alertId, new StoredAlert(changed(alert.fields, changes), alert.visibleFrom));
    }

    private StoredAlert known(String alertId) {
        if (!alerts.containsKey(alertId)) {
            throw new IllegalArgumentException("No alert " + alertId);
        }
        return alerts.get(alertId);
    }

    private static Map<String, Object> changed(Map<String, Object> fields, Map<String, ?> changes) {
        Map<String, Object> copy = new LinkedHashMap<>(fields);
        copy.putAll(changes);
        return Collections.unmodifiableMap(copy);
    }

    private Instant now() {
        return UtcText.ticks(clock.instant());
    }
}
