package io.github.defenderroutes.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A device, an alert on it and its machine actions, as the API tells them. */
final class TestDevice {
    static final String ID = "1111111122222222333333334444444455555555";

    private TestDevice() {}

    static Map<String, Object> device() {
        return map(
                "id",
                ID,
                "onboardingStatus",
                "Onboarded",
                "osPlatform",
                "Windows11",
                "machineTags",
                List.of(),
                "mergedIntoMachineId",
                null,
                "isExcluded",
                false);
    }

    static Map<String, Object> alert(String id, String created) {
        return map("id", id, "severity", "High", "status", "New", "machineId", ID, "alertCreationTime", created);
    }

    static Map<String, Object> action(String type, String status, String created, String ended) {
        return map(
                "id",
                type + "-" + created,
                "type",
                type,
                "status",
                status,
                "machineId",
                ID,
                "creationDateTimeUtc",
                created,
                "lastUpdateDateTimeUtc",
                ended,
                "requestorComment",
                "by hand");
    }

    static Map<String, Object> list(Map<?, ?>... actions) {
        return map("value", new ArrayList<>(List.of(actions)));
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
