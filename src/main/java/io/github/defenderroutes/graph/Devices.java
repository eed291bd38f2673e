package io.github.defenderroutes.graph;

import io.github.defenderroutes.alert.Alerts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The devices of an alert from Graph that Defender can isolate, those marked as compromised or primary first. An alert of
 * Office, Identity or Cloud Apps usually has none.
 */
record Devices(List<Map<String, Object>> evidence) {
    private static final String DEVICE = "#microsoft.graph.security.deviceEvidence";

    static Devices of(Object evidence) {
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        if (evidence instanceof List<?> all) {
            for (Object one : all) {
                Map<String, Object> entry = GraphAlerts.object(one);
                if (DEVICE.equals(entry.get("@odata.type"))) {
                    Alerts.text(entry, "mdeDeviceId")
                            .ifPresent(id -> byId.merge(id.toLowerCase(Locale.ROOT), entry, Devices::marked));
                }
            }
        }
        List<Map<String, Object>> devices = new ArrayList<>(byId.values());
        devices.sort(Comparator.comparing(device -> !isMarked(device)));
        return new Devices(devices);
    }

    /** The device may stand there twice, and be marked only once. */
    private static Map<String, Object> marked(Map<String, Object> one, Map<String, Object> other) {
        return isMarked(one) ? one : other;
    }

    /** The spellings are those of Microsoft's examples; which others there are is not documented. */
    private static boolean isMarked(Map<String, Object> device) {
        return holds(device.get("roles"), "compromised")
                || holds(device.get("detailedRoles"), "primarydevice")
                || holds(device.get("detailedRoles"), "main device");
    }

    private static boolean holds(Object words, String wanted) {
        return words instanceof List<?> list
                && list.stream()
                        .anyMatch(word ->
                                wanted.equalsIgnoreCase(String.valueOf(word).strip()));
    }

    /** Names the first as the alert's device, and lists them all under {@code devices}. */
    void putInto(Map<String, Object> alert) {
        Map<String, Object> first = evidence.isEmpty() ? Map.of() : evidence.get(0);
        alert.put("machineId", first.get("mdeDeviceId"));
        alert.put("computerDnsName", first.get("deviceDnsName"));
        alert.put("rbacGroupName", first.get("rbacGroupName"));
        alert.put("loggedOnUsers", first.getOrDefault("loggedOnUsers", List.of()));
        alert.put("devices", evidence.stream().map(Devices::listed).toList());
    }

    private static Map<String, Object> listed(Map<String, Object> device) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("machineId", device.get("mdeDeviceId"));
        listed.put("computerDnsName", device.get("deviceDnsName"));
        listed.put("marked", isMarked(device));
        return listed;
    }
}
