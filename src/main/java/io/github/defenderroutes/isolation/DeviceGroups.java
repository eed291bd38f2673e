package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.Devices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Alerts in groups, of whose devices is asked together. All that concern a device are in one group, in their order. */
final class DeviceGroups {
    private DeviceGroups() {}

    /**
     * @param mayIsolate for what: the groups of their devices come first
     * @param storm whether the others are one group
     */
    static List<List<Map<String, Object>>> of(
            List<Map<String, Object>> alerts, Predicate<Map<String, Object>> mayIsolate, boolean storm) {
        Set<String> endangered = new HashSet<>();
        alerts.stream().filter(mayIsolate).forEach(alert -> endangered.add(device(alert)));
        List<List<Map<String, Object>>> groups = groups(
                alerts.stream()
                        .filter(alert -> endangered.contains(device(alert)))
                        .toList(),
                Devices.GROUP);
        groups.addAll(groups(
                alerts.stream()
                        .filter(alert -> !endangered.contains(device(alert)))
                        .toList(),
                storm ? Integer.MAX_VALUE : Devices.GROUP));
        return groups;
    }

    private static List<List<Map<String, Object>>> groups(List<Map<String, Object>> alerts, int most) {
        Map<String, Integer> groupOf = new LinkedHashMap<>();
        List<List<Map<String, Object>>> groups = new ArrayList<>();
        for (Map<String, Object> alert : alerts) {
            String device = device(alert);
            int number = device.isEmpty() ? 0 : groupOf.computeIfAbsent(device, next -> groupOf.size() / most);
            if (number == groups.size()) {
                groups.add(new ArrayList<>());
            }
            groups.get(number).add(alert);
        }
        return groups;
    }

    private static String device(Map<String, Object> alert) {
        return Alerts.text(alert, "machineId").orElse("").toLowerCase(Locale.ROOT);
    }
}
