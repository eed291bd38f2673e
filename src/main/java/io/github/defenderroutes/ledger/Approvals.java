package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Devices that wait for a person. At most one case is open per device; a change and the notice that tells it are one
 * transaction, and a case is changed only from the state it is in, so each thing happens and is told once.
 */
public final class Approvals {
    private final Database database;
    private final String tenant;
    private final ApprovalTable table;
    private final NoticeTable notices;
    private final Isolations isolations;
    private final Clock clock;

    Approvals(Database database, String tenant, Isolations isolations, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.table = new ApprovalTable(tenant);
        this.notices = new NoticeTable(tenant, database.events());
        this.isolations = isolations;
        this.clock = clock;
    }

    /**
     * What a person is to be asked; see {@link Approval} for what is not said here.
     *
     * @param raisedAt when the alert was raised, in milliseconds since 1970; 0 if that is not known
     * @param expires how long a person has time
     */
    public record Question(
            String deviceId,
            String deviceName,
            String alertId,
            Severity severity,
            String title,
            long raisedAt,
            String rule,
            String because,
            boolean capped,
            int people,
            String model,
            Duration expires) {}

    /** Makes the notice that tells a change, from the case as it is then. */
    public interface Telling {
        /** Of what is not to be told here. */
        Telling NOTHING = changed -> null;

        /** The notice, or {@code null} for none. */
        Notice of(Approval changed);
    }

    /**
     * Asks about a device. An open case takes the alert in; and an alert that was raised before a person denied does not ask
     * that person again.
     *
     * @param asked tells a case that is new
     * @param expired tells a case that stood in the way and whose time is over
     * @return the case: waiting, approved by now, or denied
     */
    public Approval ask(Question question, Telling asked, Telling expired) {
        return database.transaction(c -> {
            table.lock(c);
            long now = clock.millis();
            Optional<Approval> open = table.open(c, question.deviceId());
            if (open.isPresent() && !isOver(open.get(), now)) {
                table.join(c, open.get().id(), question, now);
                return table.byId(c, open.get().id()).orElseThrow();
            }
            if (open.isPresent()) {
                expire(c, open.get(), expired);
            }
            Optional<Approval> denied = table.newest(c, question.deviceId())
                    .filter(last -> last.state().equals("denied") && last.decidedAt() > question.raisedAt());
            if (denied.isPresent()) {
                return denied.get();
            }
            String id = UUID.randomUUID().toString();
            table.insert(c, id, question, now);
            table.join(c, id, question, now);
            Approval waiting = table.byId(c, id).orElseThrow();
            tell(c, asked.of(waiting));
            return waiting;
        });
    }

    /** One case of this tenant. */
    public Optional<Approval> get(String id) {
        return database.transaction(c -> table.byId(c, id));
    }

    /** The alerts of a case, the last to join first. */
    public List<String> alerts(String id) {
        return database.transaction(c -> ApprovalTable.alerts(c, id));
    }

    /** How many cases wait for a person. */
    public int waiting() {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM defender_approvals WHERE tenant = ? AND open_device IS NOT NULL"
                                + " AND state = 'waiting'",
                        tenant))
                .orElse(0);
    }

    /** The open cases, those first whose time is over first. */
    public List<Approval> open(int max) {
        return database.transaction(
                c -> table.where(c, "open_device IS NOT NULL ORDER BY expires_at, id LIMIT ?", max));
    }

    /** All cases, the last asked first. */
    public List<Approval> all(int max) {
        return database.transaction(c -> table.where(c, "asked_at > 0 ORDER BY asked_at DESC, id LIMIT ?", max));
    }

    /** Closes the cases whose time is over and tells each; keeps in mind what time it is for the others. */
    public List<Approval> expire(Telling expired) {
        List<Approval> waiting =
                database.transaction(c -> table.where(c, "open_device IS NOT NULL AND state = 'waiting'"));
        return waiting.isEmpty()
                ? List.of()
                : database.transaction(c -> {
                    table.lock(c);
                    long now = clock.millis();
                    for (Approval one : waiting) {
                        if (isOver(one, now)) {
                            expire(c, one, expired);
                        }
                    }
                    noteTime(c, now);
                    return waiting.stream().filter(one -> isOver(one, now)).toList();
                });
    }

    private static boolean isOver(Approval approval, long now) {
        return approval.isWaiting() && approval.tooLate(now).isPresent();
    }

    private void expire(Connection c, Approval approval, Telling expired) throws SQLException {
        long now = clock.millis();
        String why = approval.tooLate(now).orElse("it expired");
        Optional<Approval> closed = table.change(
                c,
                approval.id(),
                "waiting",
                "state = 'expired', open_device = NULL, outcome = ?, closed_at = ?",
                why,
                now);
        if (closed.isPresent()) {
            Audit.add(c, tenant, now, Actor.program("approval"), "approval-expired", approval.id(), approval.device());
            tell(c, expired.of(closed.get()));
        }
    }

    private void noteTime(Connection c, long now) throws SQLException {
        Database.update(
                c,
                "UPDATE defender_approvals SET seen_at = ? WHERE tenant = ? AND open_device IS NOT NULL AND seen_at < ?",
                now,
                tenant,
                now);
    }

    /** Approved cases that are to be carried out now, the first approved first. */
    public List<Approval> due(int max) {
        return database.transaction(c -> table.where(
                c,
                "open_device IS NOT NULL AND state = 'approved' AND due_at <= ? ORDER BY decided_at, id LIMIT ?",
                clock.millis(),
                max));
    }

    /** Puts off what cannot be carried out now. */
    public void postpone(Approval approved, Duration wait) {
        database.transaction(
                c -> table.change(c, approved.id(), "approved", "due_at = ?", clock.millis() + wait.toMillis()));
    }

    /** Notes what came of an approved case, and tells it, unless somebody was faster. */
    public boolean conclude(Approval approved, String state, String outcome, Telling telling) {
        return database.transaction(c -> {
            table.lock(c);
            Optional<Approval> closed = table.change(
                    c,
                    approved.id(),
                    "approved",
                    "state = ?, open_device = NULL, outcome = ?, closed_at = ?",
                    state,
                    Database.cut(outcome, 500),
                    clock.millis());
            if (closed.isPresent()) {
                tell(c, telling.of(closed.get()));
            }
            return closed.isPresent();
        });
    }

    /** An approved case turns out to need two people: who approved becomes the first of them. */
    public boolean needsAnother(Approval approved, Telling telling) {
        return database.transaction(c -> {
            table.lock(c);
            Optional<Approval> waiting = table.change(
                    c,
                    approved.id(),
                    "approved",
                    "state = 'waiting', people = 2, first_by = decided_by, first_via = decided_via, first_at = decided_at,"
                            + " decided_by = NULL, decided_via = NULL, decided_at = NULL");
            if (waiting.isPresent()) {
                tell(c, telling.of(waiting.get()));
            }
            return waiting.isPresent();
        });
    }

    /**
     * Decides, durably, what a person has approved: writes {@code requesting} with the name of who approved. It counts to the
     * caps, and they do not stop it.
     *
     * @param nothingCame an open record of which nothing came and that is asked for once more, or {@code null}
     * @return the record in state {@code requesting}, or one that was open already; unwritten in state {@code stopped} if the
     *     approval does not stand; empty if the record changed since it was seen
     */
    public Optional<Isolation> carryOut(Approval approved, Isolation nothingCame, String alertId, String type) {
        return database.transaction(c -> {
            table.lock(c);
            Optional<Approval> now = table.byId(c, approved.id()).filter(Approval::isApprovedByAll);
            if (now.isEmpty()) {
                return Optional.of(Isolation.unwritten(
                        approved.deviceId(),
                        alertId,
                        type,
                        "stopped",
                        "not everybody has approved it who has to, or it is done"));
            }
            String deviceId = now.get().deviceId();
            Optional<Isolation> decided = nothingCame == null
                    ? Optional.of(isolations.request(c, deviceId, alertId, type, List.of()))
                    : isolations.again(c, nothingCame, List.of());
            if (decided.filter(record -> record.state().equals("requesting")).isPresent()) {
                String isolationId = decided.get().id();
                IsolationTable.approvedBy(c, isolationId, now.get().decided().name());
                table.change(c, approved.id(), "approved", "isolation_id = ?", isolationId);
            }
            return decided;
        });
    }

    private void tell(Connection c, Notice notice) throws SQLException {
        if (notice != null) {
            notices.insert(c, List.of(notice), clock.millis());
        }
    }
}
