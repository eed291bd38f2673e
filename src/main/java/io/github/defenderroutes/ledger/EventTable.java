package io.github.defenderroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How events become rows, in the transaction that makes true what they tell. Off until somebody wants them: nobody reads what
 * a process writes that embeds nothing.
 */
final class EventTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Kinds of notices that tell how it goes on with an isolation, a release or an approval. */
    private static final Set<String> COURSE = Set.of(
            "isolated",
            "not-isolated",
            "cancelled",
            "overdue",
            "released",
            "repeated",
            "expired",
            "approved",
            "denied",
            "approval-half",
            "approval-expired",
            "approval-stopped",
            "release-asked",
            "release-waits",
            "release-overdue",
            "release-failed");

    private volatile boolean wanted;

    void begin() {
        wanted = true;
    }

    /** Finished runs; of one that asked for an isolation a second event, which says that. */
    void runs(Connection c, String tenant, List<FinishedRun> runs) throws SQLException {
        List<Map<String, Object>> events = new ArrayList<>();
        for (FinishedRun run : runs) {
            if (run.outcome() == Outcome.RETURNED) {
                continue; // nothing was done
            }
            events.add(of(type(run), run));
            if ("requested".equals(run.particulars().isolation())) {
                events.add(of("isolation-requested", run));
            }
        }
        insert(c, tenant, events);
    }

    private static String type(FinishedRun run) {
        return switch (run.outcome()) {
            case DONE -> "handled";
            case PARKED -> "parked";
            case DELAYED -> "delayed";
            case FAILED -> "failed";
            case RETURNED -> "returned";
        };
    }

    private static Map<String, Object> of(String type, FinishedRun run) {
        Map<String, Object> event = event(type, run.finishedAt());
        put(event, "alertId", run.claim().alertId());
        put(event, "title", run.particulars().title());
        put(event, "severity", run.severity().toString());
        put(event, "deviceId", run.particulars().deviceId());
        put(event, "deviceName", run.particulars().deviceName());
        put(event, "decision", run.particulars().decided());
        put(event, "rule", run.particulars().rule());
        put(event, "isolation", run.particulars().isolation());
        put(event, "detail", run.detail());
        return event;
    }

    /** What is told of the course of an isolation; other notices are about alerts, whose runs are events already. */
    void notices(Connection c, String tenant, List<Notice> notices, long now) throws SQLException {
        List<Map<String, Object>> events = new ArrayList<>();
        for (Notice notice : notices) {
            if (COURSE.contains(notice.kind())) {
                Map<String, Object> event = event(notice.kind(), now);
                put(event, "alertId", notice.alertId());
                put(event, "severity", notice.severity().toString());
                put(event, "deviceId", notice.deviceId());
                put(event, "about", notice.about());
                events.add(event);
            }
        }
        insert(c, tenant, events);
    }

    /** @param type mail-sent or mail-parked */
    void mail(Connection c, String tenant, String type, Mails.Mail mail, long now) throws SQLException {
        if (!wanted) {
            return;
        }
        Set<String> alerts = new TreeSet<>(Database.query(
                c,
                row -> row.getString(1),
                "SELECT alert_id FROM defender_notices WHERE mail_id = ? AND alert_id <> ''",
                mail.id()));
        Map<String, Object> event = event(type, now);
        put(event, "kind", mail.kind());
        put(
                event,
                "severity",
                mail.severity() == Severity.UNKNOWN ? null : mail.severity().toString());
        put(event, "messageId", mail.messageId());
        event.put("alertIds", List.copyOf(alerts));
        insert(c, tenant, List.of(event));
    }

    private static Map<String, Object> event(String type, long at) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("at", Instant.ofEpochMilli(at).toString());
        return event;
    }

    private static void put(Map<String, Object> event, String key, String value) {
        if (value != null && !value.isEmpty()) {
            event.put(key, value);
        }
    }

    private void insert(Connection c, String tenant, List<Map<String, Object>> events) throws SQLException {
        if (!wanted || events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                c.prepareStatement("INSERT INTO defender_events (id, tenant, at, body) VALUES (?,?,?,?)")) {
            Iterator<String> ids = ids(events);
            for (Map<String, Object> event : events) {
                long at = Instant.parse((String) event.get("at")).toEpochMilli();
                String id = ids.next();
                event.put("id", id);
                event.put("tenant", tenant);
                Database.bind(insert, id, tenant, at, json(event));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Rising ids of now, so that events of one commit stay in their order. */
    private static Iterator<String> ids(List<Map<String, Object>> events) {
        long last = events.stream()
                .mapToLong(event -> Instant.parse((String) event.get("at")).toEpochMilli())
                .max()
                .orElse(0);
        return Stream.generate(() -> RowId.at(last))
                .limit(events.size())
                .sorted()
                .iterator();
    }

    private static String json(Map<String, Object> event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event cannot be written as JSON", e);
        }
    }
}
