package io.github.defenderroutes.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.rehearsal.Answers.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is recorded of devices: as they are, and the machine actions on them. Kept as JSON, which takes little room. */
public final class KnownDevices {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String NO_ACTION = "no machine action is recorded";

    private final Map<String, Known> devices = new ConcurrentHashMap<>();
    private final Map<String, List<Known>> actions = new ConcurrentHashMap<>();

    private record Known(byte[] json, String from) {}

    void keep(Map<String, Object> device, String from) {
        devices.put(key(device.get("id")), new Known(json(device), from));
    }

    void keepAction(Map<String, Object> action, String from) {
        actions.computeIfAbsent(key(action.get("machineId")), id -> new ArrayList<>())
                .add(new Known(json(action), from));
    }

    boolean knows(String id) {
        return devices.containsKey(key(id));
    }

    Optional<Given> device(String id) {
        return Optional.ofNullable(devices.get(key(id))).map(known -> new Given(object(known.json()), known.from()));
    }

    /** Those on the devices whose ids stand in this text, the newest first. */
    Given actions(String text) {
        List<Known> found = actions.entrySet().stream()
                .filter(device -> text.contains(device.getKey()))
                .flatMap(device -> device.getValue().stream())
                .toList();
        List<Map<String, Object>> listed = found.stream()
                .map(action -> object(action.json()))
                .sorted(Comparator.comparing(
                                (Map<String, Object> action) -> String.valueOf(action.get("creationDateTimeUtc")))
                        .reversed())
                .toList();
        return new Given(
                Map.of("value", listed),
                found.isEmpty() ? NO_ACTION : found.get(0).from());
    }

    private static String key(Object id) {
        return String.valueOf(id).toLowerCase(Locale.ROOT);
    }

    private static byte[] json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON cannot be written as such", e);
        }
    }

    private static Map<String, Object> object(byte[] json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
