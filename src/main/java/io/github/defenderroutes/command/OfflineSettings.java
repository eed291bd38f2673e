package io.github.defenderroutes.command;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings for what reaches no network: those that only a tenant or a mail server needs may be missing. */
final class OfflineSettings {
    private OfflineSettings() {}

    /** @throws SettingsException telling what is wrong besides */
    static Settings of(Folders folders) {
        try {
            return folders.settings();
        } catch (SettingsException perhapsOnlyMissing) {
            return folders.settings(notNeeded());
        }
    }

    private static Map<String, String> notNeeded() {
        Map<String, String> values = new LinkedHashMap<>(
                Settings.signInBySecret("00000000-0000-4000-8000-00000000c0de", "not used: no network is reached"));
        values.put("defender.tenant-id", "00000000-0000-4000-8000-000000000001");
        values.put("mail.host", "mail.example.org");
        values.put("mail.from", "defender@example.org");
        values.put("mail.to", "soc@example.org");
        return values;
    }
}
