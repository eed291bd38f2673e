package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evidence entries: all keys in the captured order, null where they do not apply. */
public final class Evidence {

    private static final List<String> KEYS =
            List.of(("entityType evidenceCreationTime sha1 sha256 fileName filePath processId processCommandLine"
                            + " processCreationTime parentProcessId parentProcessCreationTime parentProcessFileName"
                            + " parentProcessFilePath ipAddress url registryKey registryHive registryValueType"
                            + " registryValue accountName domainName userSid aadUserId userPrincipalName"
                            + " detectionStatus")
                    .split(" "));

    private Evidence() {}

    /** An entry of this type; set what applies. Types seen: User, Process, File. */
    public static Map<String, Object> of(String entityType) {
        Map<String, Object> entry = new LinkedHashMap<>();
        KEYS.forEach(key -> entry.put(key, null));
        entry.put("entityType", entityType);
        return entry;
    }

    public static Map<String, Object> user(String accountName, String domainName) {
        Map<String, Object> entry = of("User");
        entry.put("accountName", accountName);
        entry.put("domainName", domainName);
        return entry;
    }

    public static Map<String, Object> process(String fileName, String commandLine) {
        Map<String, Object> entry = of("Process");
        entry.put("fileName", fileName);
        entry.put("filePath", "C:\\Windows\\System32");
        entry.put("processId", 5120);
        entry.put("processCommandLine", commandLine);
        entry.put("detectionStatus", "Detected");
        return entry;
    }

    public static Map<String, Object> file(String fileName, String sha256) {
        Map<String, Object> entry = of("File");
        entry.put("sha256", sha256);
        entry.put("fileName", fileName);
        entry.put("filePath", "C:\\Users\\j.doe\\Downloads");
        entry.put("detectionStatus", "Detected");
        return entry;
    }

    /** Captured: without {@code $expand=evidence} the key is there and empty. A copy of the row. */
    static Map<String, Object> shown(Map<String, Object> row, String expand) {
        if (expand != null && !expand.equals("evidence")) {
            throw RefusedException.odata("$expand of '" + expand + "' is not supported.");
        }
        Map<String, Object> copy = new LinkedHashMap<>(row);
        if (expand == null && copy.containsKey("evidence")) {
            copy.put("evidence", List.of());
        }
        return copy;
    }
}
