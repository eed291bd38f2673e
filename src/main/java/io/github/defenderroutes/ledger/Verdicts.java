package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Approvals.Telling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people decide about devices that wait for them. Each verdict is entered in the audit together with its effect. */
public final class Verdicts {
    private final Database database;
    private final String tenant;
    private final ApprovalTable table;
    private final NoticeTable notices;
    private final Clock clock;

    Verdicts(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.table = new ApprovalTable(tenant);
        this.notices = new NoticeTable(tenant, database.events());
        this.clock = clock;
    }

    /** What a verdict led to. */
    public enum Effect {
        /** It is about to be carried out. */
        APPROVED,
        /** Another person has to approve as well. */
        FIRST_OF_TWO,
        DENIED,
        /** The same person has approved before; another has to. */
        SAME_PERSON,
        /** It was decided before; the case says by whom. */
        DECIDED,
        /** The case is over, though it may not have been told yet. */
        TOO_LATE,
        /** There is no such case here. */
        UNKNOWN;

        /** Whether the verdict changed anything. */
        public boolean isDone() {
            return this == APPROVED || this == FIRST_OF_TWO || this == DENIED;
        }
    }

    /**
     * The effect of a verdict on one case.
     *
     * @param approval the case as it is now, or {@code null} if there is none
     */
    public record Verdict(String id, Effect effect, Approval approval) {}

    /** @param first tells that the first of two people has approved */
    public Verdict approve(String id, Actor person, String reason, Telling first) {
        return decide(id, (c, approval) -> {
            long now = clock.millis();
            if (approval.people() > 1 && approval.first() == null) {
                audit(c, person, "approve-first", approval, reason);
                Approval half = change(
                        c,
                        approval,
                        "first_by = ?, first_via = ?, first_at = ?",
                        Database.cut(person.name(), 200),
                        person.via().toString(),
                        now);
                tell(c, first.of(half));
                return new Verdict(id, Effect.FIRST_OF_TWO, half);
            }
            if (approval.people() > 1 && isSame(approval.first(), person)) {
                return new Verdict(id, Effect.SAME_PERSON, approval);
            }
            audit(c, person, "approve", approval, reason);
            return new Verdict(
                    id,
                    Effect.APPROVED,
                    change(
                            c,
                            approval,
                            "state = 'approved', decided_by = ?, decided_via = ?, decided_at = ?, reason = ?, due_at = ?",
                            Database.cut(person.name(), 200),
                            person.via().toString(),
                            now,
                            Database.cut(reason, 1_000),
                            now));
        });
    }

    /** @param denied tells it */
    public Verdict deny(String id, Actor person, String reason, Telling denied) {
        return decide(id, (c, approval) -> {
            audit(c, person, "deny", approval, reason);
            long now = clock.millis();
            Approval closed = change(
                    c,
                    approval,
                    "state = 'denied', open_device = NULL, decided_by = ?, decided_via = ?, decided_at = ?, reason = ?,"
                            + " closed_at = ?",
                    Database.cut(person.name(), 200),
                    person.via().toString(),
                    now,
                    Database.cut(reason, 1_000),
                    now);
            tell(c, denied.of(closed));
            return new Verdict(id, Effect.DENIED, closed);
        });
    }

    private interface Deciding {
        Verdict on(Connection c, Approval waiting) throws SQLException;
    }

    private Verdict decide(String id, Deciding deciding) {
        return database.transaction(c -> {
            table.lock(c);
            Optional<Approval> found = table.byId(c, id);
            if (found.isEmpty()) {
                return new Verdict(id, Effect.UNKNOWN, null);
            }
            Approval approval = found.get();
            if (!approval.isWaiting()) {
                Effect effect = approval.state().equals("expired") ? Effect.TOO_LATE : Effect.DECIDED;
                return new Verdict(id, effect, approval);
            }
            long now = clock.millis();
            if (approval.tooLate(now).isPresent()) {
                // that it was too late is kept, whatever the clock says next; telling it is the next round's
                change(c, approval, "seen_at = GREATEST(seen_at, ?)", now);
                return new Verdict(id, Effect.TOO_LATE, approval);
            }
            return deciding.on(c, approval);
        });
    }

    private Approval change(Connection c, Approval waiting, String set, Object... values) throws SQLException {
        return table.change(c, waiting.id(), "waiting", set, values)
                .orElseThrow(() -> new IllegalStateException("A case changed in spite of its lock: " + waiting.id()));
    }

    private void audit(Connection c, Actor person, String action, Approval approval, String reason)
            throws SQLException {
        String why = reason == null ? "" : ": " + reason;
        Audit.add(c, tenant, clock.millis(), person, action, approval.id(), approval.device() + why);
    }

    private void tell(Connection c, Notice notice) throws SQLException {
        if (notice != null) {
            notices.insert(c, List.of(notice), clock.millis());
        }
    }

    /** One person may be known by an OS user and by a name signed in with: ada, CORP\ada and ada@corp.example are one. */
    static boolean isSame(Actor one, Actor other) {
        return account(one).equals(account(other));
    }

    private static String account(Actor actor) {
        String name = actor.name().strip().toLowerCase(Locale.ROOT);
        String withoutDomain = name.substring(name.lastIndexOf('\\') + 1);
        int at = withoutDomain.indexOf('@');
        return at > 0 ? withoutDomain.substring(0, at) : withoutDomain;
    }
}
