package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The engineer's own settings, a tenant of its own, and what a tenant must have but a case never uses. */
final class CaseSettings {
    private CaseSettings() {}

    /**
     * @param onTop what a case sets differently
     * @throws io.github.defenderroutes.settings.SettingsException if they cannot be used
     */
    static Settings load(Path config, Map<String, String> onTop) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("defender.tenant-id", UUID.randomUUID().toString());
        values.putAll(
                Settings.signInBySecret("00000000-0000-4000-8000-00000000c0de", "not used: a case reaches no network"));
        values.put("mail.host", "mail.example.org");
        values.put("mail.from", "defender@example.org");
        values.put("mail.to", "soc@example.org");
        values.put("alerts.workers", "1"); // so that the order of steps is certain
        values.putAll(onTop);
        return Settings.load(config, Map.of(), values);
    }
}
