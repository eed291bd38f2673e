package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The engineer's own settings, and a tenant of its own; what is not set and a case never uses is made up. */
final class CaseSettings {
    private CaseSettings() {}

    /**
     * @param onTop what a case sets differently
     * @throws io.github.defenderroutes.settings.SettingsException if they cannot be used
     */
    static Settings load(Path config, Map<String, String> onTop) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("defender.tenant-id", UUID.randomUUID().toString());
        values.put("alerts.workers", "1"); // so that the order of steps is certain
        values.putAll(onTop);
        return Settings.loadOffline(config, Map.of(), values);
    }
}
