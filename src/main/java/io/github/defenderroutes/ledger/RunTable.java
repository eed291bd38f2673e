package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.FinishedRun.Particulars;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How finished runs become rows: the claim's new state, the run, the isolations it met, its notices. A run whose claim
 * another took is void.
 */
final class RunTable {
    private final String tenant;
    private final NoticeTable notices;
    private final EventTable events;

    RunTable(String tenant, EventTable events) {
        this.tenant = tenant;
        this.events = events;
        this.notices = new NoticeTable(tenant, events);
    }

    /** Writes the runs inside the caller's transaction. */
    void write(Connection c, List<FinishedRun> batch) throws SQLException {
        int[] current = updateClaims(c, batch);
        List<FinishedRun> valid = new ArrayList<>();
        for (int i = 0; i < current.length; i++) {
            if (current[i] == 1) {
                valid.add(batch.get(i));
            }
        }
        insertRuns(c, valid);
        events.runs(c, tenant, valid);
        long now = valid.stream().mapToLong(FinishedRun::finishedAt).max().orElse(0);
        IsolationAlerts.add(
                c,
                tenant,
                valid.stream().flatMap(run -> run.attached().stream()).toList(),
                now);
        notices.insert(c, valid.stream().flatMap(run -> run.notices().stream()).toList(), now);
    }

    private int[] updateClaims(Connection c, List<FinishedRun> runs) throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = ?, severity = GREATEST(severity, ?),"
                        + " attempts = ?, delays = ?, crashes = ?, alone = FALSE, worker = NULL, due_at = ?, changed_at = ?,"
                        + " reason = ?"
                        + " WHERE tenant = ? AND alert_id = ? AND take = ? AND state = 'claimed'")) {
            for (FinishedRun run : runs) {
                Claim claim = run.claim();
                Database.bind(
                        update,
                        run.outcome().state,
                        run.outcome() == Outcome.DONE ? run.severity().ordinal() : -1,
                        run.countsAgainstTheAlert() ? claim.attempts() + 1 : claim.attempts(),
                        run.outcome() == Outcome.DELAYED ? claim.delays() + 1 : 0,
                        run.outcome() == Outcome.DONE ? 0 : claim.crashes(),
                        run.dueAt(),
                        run.finishedAt(),
                        Database.cut(run.detail(), 500),
                        tenant,
                        claim.alertId(),
                        claim.take());
                update.addBatch();
            }
            return update.executeBatch();
        }
    }

    void insertRuns(Connection c, List<FinishedRun> runs) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "INSERT INTO defender_runs (id, tenant, alert_id, take, kind, severity, outcome, detail,"
                        + " decision, steps, alert, started_at, finished_at, device_id, device_name, title, decided, rule,"
                        + " isolation, others, calls, version) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            for (FinishedRun run : runs) {
                if (run.outcome() == Outcome.RETURNED) {
                    continue; // nothing was done
                }
                Particulars about = run.particulars();
                Database.bind(
                        insert,
                        RowId.at(run.finishedAt()),
                        tenant,
                        run.claim().alertId(),
                        run.claim().take(),
                        run.claim().kind(),
                        run.severity().ordinal(),
                        run.outcome().name().toLowerCase(Locale.ROOT),
                        Database.cut(run.detail(), 500),
                        run.decision(),
                        run.steps(),
                        Packed.pack(run.alert()),
                        run.startedAt(),
                        run.finishedAt(),
                        Database.cut(about.deviceId(), 128),
                        Database.cut(about.deviceName(), 255),
                        Database.cut(about.title(), 400),
                        about.decided(),
                        Database.cut(about.rule(), 100),
                        about.isolation(),
                        about.others(),
                        about.calls(),
                        about.version());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
