package io.github.defenderroutes.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables by which Kubernetes and other platforms tell a workload its identity: a convention of Microsoft's client
 * libraries. They count only where {@code defender.credential} asks for it, since other programs leave them lying about, and
 * only for what nobody set in another way.
 */
final class AzureEnvironment {
    private static final Map<String, String> VARIABLES = variables();

    private AzureEnvironment() {}

    private static Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("defender.tenant-id", "AZURE_TENANT_ID");
        variables.put("defender.client-id", "AZURE_CLIENT_ID");
        variables.put("defender.federated-token-file", "AZURE_FEDERATED_TOKEN_FILE");
        variables.put("defender.login-url", "AZURE_AUTHORITY_HOST");
        return variables;
    }

    /** The variable for this key, which is one of those that have one. */
    static String variable(String key) {
        return VARIABLES.get(key);
    }

    static void addTo(Map<String, Entry> entries, Map<String, String> environment) {
        if (!value(entries, "defender.credential").equalsIgnoreCase("workload-identity")) {
            return;
        }
        VARIABLES.forEach((key, variable) -> {
            String told = environment.getOrDefault(variable, "").strip();
            if (!told.isEmpty() && value(entries, key).isEmpty()) {
                entries.put(key, new Entry(key, told, Origin.AZURE_ENVIRONMENT));
            }
        });
    }

    private static String value(Map<String, Entry> entries, String key) {
        Entry entry = entries.get(key);
        return entry == null ? "" : entry.value();
    }
}
