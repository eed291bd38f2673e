package io.github.defenderroutes.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One request to a device. Its state follows from its age, so nothing has to run to move it on. */
final class MachineAction {

    private static final Set<String> FINAL = Set.of("Succeeded", "Failed", "TimeOut", "Cancelled");

    final String id = UUID.randomUUID().toString();
    final String type;
    final String deviceId;
    private final String deviceName;
    private final String requestor;
    private final String comment;
    private final String scope;
    private final Map<String, Object> more;
    private final Instant createdAt;
    private final Reaction reaction;
    private String forcedStatus;
    private String cancelledBy = "soc@corp.example";
    private String cancelledBecause = "Cancelled in the stand-in";
    private Instant forcedAt;

    MachineAction(Order order, String deviceName, Instant createdAt, Reaction reaction) {
        this.type = order.type();
        this.deviceId = order.deviceId();
        this.requestor = order.requestor();
        this.comment = order.comment();
        this.scope = order.scope();
        this.more = order.more();
        this.deviceName = deviceName;
        this.createdAt = createdAt;
        this.reaction = reaction;
    }

    /**
     * What was asked for.
     *
     * @param type as the API calls it, such as Isolate or RunAntiVirusScan
     * @param scope Full, Selective, UnManagedDevice, Quick or {@code null}
     * @param more relatedFileInfo or commands, for types that have one
     */
    record Order(
            String type, String deviceId, String requestor, String comment, String scope, Map<String, Object> more) {
        Order(String type, String deviceId, String requestor, String comment, String scope) {
            this(type, deviceId, requestor, comment, scope, Map.of());
        }
    }

    String status(Instant now) {
        if (forcedStatus != null) {
            return forcedStatus;
        }
        Duration age = Duration.between(createdAt, now);
        if (age.compareTo(reaction.pending()) < 0) {
            return "Pending";
        }
        return age.compareTo(reaction.pending().plus(reaction.inProgress())) < 0 ? "InProgress" : reaction.end();
    }

    boolean open(Instant now) {
        return !FINAL.contains(status(now));
    }

    boolean succeeded(Instant now) {
        return status(now).equals("Succeeded");
    }

    boolean hidden(Instant now) {
        return now.isBefore(createdAt.plus(reaction.hidden()));
    }

    void finish(String status, Instant now) {
        forcedStatus = status;
        forcedAt = now;
    }

    void cancel(String who, String why, Instant now) {
        cancelledBy = who;
        cancelledBecause = why;
        finish("Cancelled", now);
    }

    Instant changedAt(Instant now) {
        return switch (status(now)) {
            case "Pending" -> createdAt;
            case "InProgress" -> createdAt.plus(reaction.pending());
            default -> forcedAt == null ? createdAt.plus(reaction.pending()).plus(reaction.inProgress()) : forcedAt;
        };
    }

    /** Captured keys and order. Invented: the error number and text of a failure. */
    Map<String, Object> json(Instant now) {
        String status = status(now);
        boolean nameless = now.isBefore(createdAt.plus(reaction.nameless()));
        boolean failed = status.equals("Failed");
        boolean cancelled = status.equals("Cancelled");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type", type);
        json.put("title", null);
        json.put("requestor", requestor);
        json.put("requestorComment", comment);
        json.put("status", status);
        json.put("machineId", deviceId);
        json.put("computerDnsName", nameless ? null : deviceName);
        json.put("creationDateTimeUtc", UtcText.of(createdAt));
        json.put("lastUpdateDateTimeUtc", UtcText.of(changedAt(now)));
        json.put("cancellationRequestor", cancelled ? cancelledBy : null);
        json.put("cancellationComment", cancelled ? cancelledBecause : null);
        json.put("cancellationDateTimeUtc", cancelled ? UtcText.of(changedAt(now)) : null);
        json.put("errorHResult", failed ? -2147024894 : 0);
        json.put("scope", nameless || status.equals("Pending") ? null : scope);
        json.put("externalId", null);
        json.put("requestSource", "PublicApi");
        json.put("relatedFileInfo", more.get("relatedFileInfo"));
        json.put("commands", commands(status));
        json.put("troubleshootInfo", failed ? "The device reported an error" : null);
        return json;
    }

    /** Documented keys and states. Invented: that all commands of a session end as the session does. */
    private List<Map<String, Object>> commands(String status) {
        List<Map<String, Object>> results = new ArrayList<>();
        List<?> commands = more.get("commands") instanceof List<?> given ? given : List.of();
        for (Object command : commands) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("index", results.size());
            result.put("startTime", null);
            result.put("endTime", null);
            result.put(
                    "commandStatus",
                    switch (status) {
                        case "Pending" -> "Created";
                        case "InProgress" -> "Executing";
                        case "Succeeded" -> "Completed";
                        default -> "Failed";
                    });
            result.put("errors", List.of());
            result.put("command", command);
            results.add(result);
        }
        return results;
    }
}
