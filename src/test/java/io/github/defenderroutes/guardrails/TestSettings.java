package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.settings.Settings;
import java.util.HashMap;
import java.util.Map;

/** Settings as shipped, and some that differ. */
final class TestSettings {
    private TestSettings() {}

    static Settings of(Map<String, String> own) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "approval.by", "command"));
        values.putAll(own);
        return Settings.of(values);
    }
}
