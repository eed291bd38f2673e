package io.github.defenderroutes.recorded;

import java.util.Map;
import java.util.stream.Stream;

/** What an object of the API is, by the fields that only one kind has. */
enum Kind {
    ALERT,
    /** The same from Microsoft Graph, {@code alerts_v2}. */
    GRAPH_ALERT,
    DEVICE,
    MACHINE_ACTION,
    UNKNOWN;

    static Kind of(Map<String, Object> object) {
        if (!(object.get("id") instanceof String)) {
            return UNKNOWN;
        }
        if (has(object, "creationDateTimeUtc", "machineId", "type")) {
            return MACHINE_ACTION;
        }
        if (has(object, "alertCreationTime") || has(object, "severity", "title", "machineId")) {
            return ALERT;
        }
        if (has(object, "createdDateTime", "severity", "evidence")) {
            return GRAPH_ALERT;
        }
        boolean device = Stream.of("osPlatform", "onboardingStatus", "healthStatus", "lastSeen")
                .anyMatch(object::containsKey);
        return device ? DEVICE : UNKNOWN;
    }

    private static boolean has(Map<String, Object> object, String... fields) {
        return Stream.of(fields).allMatch(object::containsKey);
    }
}
