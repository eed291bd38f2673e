package io.github.defenderroutes.standin;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tenant knows besides alerts, machines and machine actions, by kind and id. Thread-safe; maps given out are
 * unmodifiable snapshots.
 */
public final class Records {

    /** Kinds, each with the field that is its id. */
    public enum Kind {
        FILE("sha1"),
        USER("id"),
        INDICATOR("id"),
        VULNERABILITY("id"),
        /** One vulnerability of one software on one device. */
        DEVICE_VULNERABILITY("id"),
        REMEDIATION_ACTIVITY("id"),
        /** {@code activityId} says of which remediation activity. */
        DEVICE_REFERENCE("id"),
        /** Of Microsoft Graph. */
        INCIDENT("id"),
        /** An alert as Microsoft Graph shows it (alerts_v2). */
        GRAPH_ALERT("id");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    private final Map<Kind, Map<String, Map<String, Object>>> records = new EnumMap<>(Kind.class);

    Records() {}

    /** Adds a record, or replaces the one of the same id. */
    public synchronized Records add(Kind kind, Map<String, ?> fields) {
        String id = String.valueOf(fields.get(kind.key));
        ofKind(kind).put(id, Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
        return this;
    }

    /** The record of this id; {@code null} if there is none. */
    public synchronized Map<String, Object> get(Kind kind, String id) {
        return ofKind(kind).get(id);
    }

    public synchronized List<Map<String, Object>> all(Kind kind) {
        return List.copyOf(ofKind(kind).values());
    }

    synchronized Map<String, Object> change(Kind kind, String id, Map<String, ?> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(ofKind(kind).get(id));
        changed.putAll(changes);
        add(kind, changed);
        return get(kind, id);
    }

    synchronized boolean remove(Kind kind, String id) {
        return ofKind(kind).remove(id) != null;
    }

    private Map<String, Map<String, Object>> ofKind(Kind kind) {
        return records.computeIfAbsent(kind, unknown -> new LinkedHashMap<>());
    }
}
