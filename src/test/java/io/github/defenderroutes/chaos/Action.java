package io.github.defenderroutes.chaos;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A machine action as the stand-in has it. */
record Action(
        String id, String type, String deviceId, boolean ours, Instant createdAt, Instant changedAt, String status) {
    private static final Set<String> FINAL = Set.of("Succeeded", "Failed", "TimeOut", "Cancelled");

    static Action of(Map<String, Object> json) {
        return new Action(
                (String) json.get("id"),
                (String) json.get("type"),
                (String) json.get("machineId"),
                String.valueOf(json.get("requestorComment")).startsWith("Defender Routes"),
                Instant.parse((String) json.get("creationDateTimeUtc")),
                Instant.parse((String) json.get("lastUpdateDateTimeUtc")),
                (String) json.get("status"));
    }

    boolean isolates() {
        return type.equals("Isolate");
    }

    boolean hadSucceededAt(Instant time) {
        return status.equals("Succeeded") && !changedAt.isAfter(time);
    }

    /** Whether it had been accepted and could still take effect. */
    boolean wasRunningAt(Instant time) {
        return createdAt.isBefore(time) && (!FINAL.contains(status) || changedAt.isAfter(time));
    }
}
