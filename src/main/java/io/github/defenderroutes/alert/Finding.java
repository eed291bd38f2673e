package io.github.defenderroutes.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device that a hunt found. It stands where an alert stands when that device may have to be cut off: there is no alert
 * that could be read again, so it is as fresh as the query that found it.
 *
 * @param id of the run that found it; the findings of one run share it
 * @param severity the one that the file of the query names
 * @param machineId Defender's id of the device
 * @param foundAt when the query was run
 */
public record Finding(String id, String title, String severity, String machineId, Instant foundAt) {
    private static final String PREFIX = "hunting:";

    /** The id of a run; no alert of Defender's has one like it. Not named as the field: Camel would take it for that. */
    public static String idOfRun(String query, int run) {
        return PREFIX + query + ":" + run;
    }

    /** Whether what an isolation was asked for is a finding, and not an alert. */
    public static boolean isId(String alertId) {
        return alertId.startsWith(PREFIX);
    }

    /** Reads what {@link #alert()} gave, at another time. */
    public static Finding of(Map<String, ?> alert) {
        return new Finding(
                String.valueOf(alert.get("id")),
                String.valueOf(alert.get("title")),
                String.valueOf(alert.get("severity")),
                String.valueOf(alert.get("machineId")),
                Instant.parse(String.valueOf(alert.get("alertCreationTime"))));
    }

    /** As an alert, with the fields that judge and mails look at. */
    public Map<String, Object> alert() {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", id);
        alert.put("title", title);
        alert.put("severity", severity);
        alert.put("status", "New");
        alert.put("detectionSource", "Scheduled hunting");
        alert.put("alertCreationTime", foundAt.toString());
        alert.put("machineId", machineId);
        return alert;
    }
}
