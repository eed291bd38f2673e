package io.github.defenderroutes.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Complete objects of the API, over which a case lays the few fields that matter to it. */
final class Examples {
    static final Map<String, Object> ALERT = read("alert");
    static final Map<String, Object> DEVICE = read("device");
    static final Map<String, Object> MACHINE_ACTION = read("machine-action");

    private Examples() {}

    static Map<String, Object> alert(Spot fields) {
        return over(ALERT, "a field of an alert", Set.of("devices"), fields);
    }

    static Map<String, Object> device(Spot fields) {
        return over(DEVICE, "a field of a device", fields);
    }

    static Map<String, Object> machineAction(Spot fields) {
        return over(MACHINE_ACTION, "a field of a machine action", fields);
    }

    static Map<String, Object> over(Map<String, Object> whole, String of, Spot fields) {
        return over(whole, of, Set.of(), fields);
    }

    /** @param more fields that the whole does not have, and a case may add */
    private static Map<String, Object> over(Map<String, Object> whole, String of, Set<String> more, Spot fields) {
        Set<String> known = new TreeSet<>(whole.keySet());
        known.addAll(more);
        Map<String, Object> result = new LinkedHashMap<>(whole);
        fields.entries(of, known).forEach((field, value) -> result.put(field, value.value()));
        return result;
    }

    static Map<String, Object> list(List<Map<String, Object>> objects) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("value", objects);
        return answer;
    }

    @SuppressWarnings("unchecked") // our own files: objects
    private static Map<String, Object> read(String name) {
        try (InputStream file = Examples.class.getResourceAsStream("/cases/" + name + ".yaml")) {
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cases/" + name + ".yaml cannot be read", e);
        }
    }
}
