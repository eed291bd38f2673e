package io.github.defenderroutes.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values for what settings may leave open, where nobody signs in and no mail goes out. */
final class MadeUp {
    private static final Map<String, String> OTHERWISE = Map.of(
            "defender.tenant-id", "00000000-0000-4000-8000-000000000001",
            "mail.host", "mail.example.org",
            "mail.password", "nobody signs in",
            "mail.from", "defender@example.org",
            "mail.to", "soc@example.org",
            "web.oidc.client-secret", "nobody signs in");

    private MadeUp() {}

    static void fill(Map<String, Entry> entries) {
        Map<String, String> values = new LinkedHashMap<>(OTHERWISE);
        values.keySet()
                .removeIf(key ->
                        entries.containsKey(key) && !entries.get(key).value().isEmpty());
        values.putAll(SignInWay.bySecret("00000000-0000-4000-8000-00000000c0de", "nobody signs in"));
        values.forEach((key, value) -> entries.put(key, new Entry(key, value, Origin.HOST)));
    }
}
