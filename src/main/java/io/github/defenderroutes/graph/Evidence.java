package io.github.defenderroutes.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/** One piece of evidence, with the keys that Defender's own API has for it. */
final class Evidence {
    private static final String TYPE = "#microsoft.graph.security.";

    private Evidence() {}

    static Map<String, Object> entry(Map<String, Object> evidence) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("entityType", type(evidence));
        entry.put("evidenceCreationTime", evidence.get("createdDateTime"));
        file(entry, GraphAlerts.object(evidence.get("fileDetails")));
        file(entry, GraphAlerts.object(evidence.get("imageFile")));
        put(entry, "processId", evidence.get("processId"));
        put(entry, "processCommandLine", evidence.get("processCommandLine"));
        Map<String, Object> parent = GraphAlerts.object(evidence.get("parentProcessImageFile"));
        put(entry, "parentProcessFileName", parent.get("fileName"));
        put(entry, "parentProcessFilePath", parent.get("filePath"));
        put(entry, "ipAddress", evidence.get("ipAddress"));
        put(entry, "url", evidence.get("url"));
        put(entry, "registryKey", evidence.get("registryKey"));
        put(entry, "registryHive", evidence.get("registryHive"));
        account(entry, GraphAlerts.object(evidence.get("userAccount")));
        put(entry, "detectionStatus", evidence.get("detectionStatus"));
        return entry;
    }

    /** {@code #microsoft.graph.security.fileEvidence} is {@code File}. */
    private static String type(Map<String, Object> evidence) {
        String type = String.valueOf(evidence.getOrDefault("@odata.type", ""));
        String noun = type.startsWith(TYPE) ? type.substring(TYPE.length()).replaceFirst("Evidence$", "") : "";
        return noun.isEmpty() ? "Evidence" : Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    private static void file(Map<String, Object> entry, Map<String, Object> file) {
        for (String key : new String[] {"sha1", "sha256", "fileName", "filePath"}) {
            put(entry, key, file.get(key));
        }
    }

    private static void account(Map<String, Object> entry, Map<String, Object> account) {
        put(entry, "accountName", account.get("accountName"));
        put(entry, "domainName", account.get("domainName"));
        put(entry, "userSid", account.get("userSid"));
        put(entry, "aadUserId", account.get("azureAdUserId"));
        put(entry, "userPrincipalName", account.get("userPrincipalName"));
    }

    private static void put(Map<String, Object> entry, String key, Object value) {
        if (value != null) {
            entry.put(key, value);
        }
    }
}
