package io.github.defenderroutes.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One thing Defender saw: what it is, its hash, how it was started. */
record Evidence(Fields fields) {

    static final int SHOWN = 5;

    private static final int COMMAND_LINE = 500;

    static List<Map<String, Object>> firstOf(List<Fields> all) {
        return all.stream()
                .limit(SHOWN)
                .map(fields -> new Evidence(fields).view())
                .toList();
    }

    /** What templates see: {@code type} and {@code what} always, the rest if Defender says so. */
    private Map<String, Object> view() {
        var view = new HashMap<String, Object>();
        String type = fields.text("entityType");
        view.put("type", type == null ? "Evidence" : type);
        view.put("what", what());
        view.put("folder", fields.text("fileName") == null ? null : fields.text("filePath"));
        boolean strong = fields.text("sha256") != null;
        view.put("hash", fields.text(strong ? "sha256" : "sha1"));
        view.put("hashType", strong ? "SHA-256" : "SHA-1");
        view.put("command", fields.text("processCommandLine", COMMAND_LINE));
        view.put("parent", fields.text("parentProcessFileName"));
        view.put("status", fields.text("detectionStatus"));
        return view;
    }

    private String what() {
        for (String key : List.of("fileName", "filePath", "userPrincipalName", "url", "ipAddress", "registryKey")) {
            if (fields.text(key) != null) {
                return fields.text(key);
            }
        }
        String account = fields.text("accountName");
        String domain = fields.text("domainName");
        if (account == null) {
            return "no details";
        }
        return domain == null ? account : domain + "\\" + account;
    }
}
