package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The log of calls to Defender and to Graph, each with a quota of its own, written before each call and shared by all
 * processes, and what the service was seen to allow. How much is allowed is decided by the budget; here is only the
 * counting, which is exact: one asks after the other.
 */
public final class Calls {
    /** Stands for all operations of an API together. */
    public static final String ALL = "*";

    /** By so much the clocks of two processes may differ. What ends still later was written before a clock was set back. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final String LOCK = "calls";
    private final GroupCommit group;
    private final String tenant;
    private final Clock clock;
    private final Map<String, Long> ended = new ConcurrentHashMap<>(); // what is not written yet, by call

    Calls(Database database, String tenant, Clock clock) {
        this.group = new GroupCommit(database);
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A call about to be sent.
     *
     * @param api whose quota it uses
     * @param longest the longest it can take until its answer
     */
    public record Call(String id, String api, String operation, String quotaClass, Duration longest) {}

    /**
     * At most so many calls of an operation, or of {@link #ALL}, within a window of time.
     *
     * @param reason what makes it so, for people
     */
    public record Limit(String operation, Duration window, int most, String reason) {}

    /**
     * What the service was seen to allow an operation, or {@link #ALL}.
     *
     * @param perMinute what it allowed at {@code learnedAt}; empty if it never refused for want of quota
     * @param pausedUntil when it may be asked again, in milliseconds since 1970
     */
    public record Quota(String operation, OptionalInt perMinute, long learnedAt, long pausedUntil) {}

    /**
     * Why a call may not be sent.
     *
     * @param limit the limit that is reached; {@code null} if the service asked us to wait
     * @param made how many calls count against it
     * @param until when there will be room, in milliseconds since 1970; answers that come early make it earlier
     */
    public record Refusal(Limit limit, int made, long until) {}

    /** Which limits hold, given what the service was seen to allow. */
    public interface Rules {
        List<Limit> limits(List<Quota> known);
    }

    /** What to remember of a refusal for want of quota, given what was known and how many calls the last minute saw. */
    public interface Lesson {
        List<Quota> learn(List<Quota> known, int madeByOperation, int madeByAll);
    }

    /**
     * Writes the call, if there is room for it. It may be sent only after this has returned empty.
     *
     * @return why there is no room, and then nothing was written
     */
    public Optional<Refusal> ask(Call call, Rules rules) {
        return inTurn(c -> {
            long now = clock.millis();
            List<Quota> known = quotas(c, call.api(), call.operation());
            Optional<Refusal> paused = known.stream()
                    .filter(quota -> quota.pausedUntil() > now)
                    .map(quota -> new Refusal(null, 0, quota.pausedUntil()))
                    .findFirst();
            if (paused.isPresent()) {
                return paused;
            }
            long latest = now + call.longest().plus(SKEW).toMillis();
            Optional<Refusal> full = full(c, call.api(), rules.limits(known), now, latest);
            if (full.isEmpty()) {
                insert(c, call, now);
            }
            return full;
        });
    }

    /** The answer has come. It is written together with the next call; until then the call is taken to be under way. */
    public void ended(String id) {
        ended.put(id, clock.millis());
    }

    /** The call was not sent after all. */
    public void unused(String id) {
        ended.put(id, 0L);
    }

    /**
     * Remembers what a refusal for want of quota taught about an operation.
     *
     * @param longest as for a {@link Call}: what is still under way was sent, and counts
     */
    public void learn(String api, String operation, Duration longest, Lesson lesson) {
        inTurn(c -> {
            long now = clock.millis();
            Duration minute = Duration.ofMinutes(1);
            List<Limit> windows = List.of(new Limit(operation, minute, 0, ""), new Limit(ALL, minute, 0, ""));
            List<Integer> made =
                    made(c, api, windows, now, now + longest.plus(SKEW).toMillis());
            for (Quota quota : lesson.learn(quotas(c, api, operation), made.get(0), made.get(1))) {
                write(c, api, quota);
            }
            return null;
        });
    }

    /** Writes the answers that are not written yet. */
    void flush() {
        if (!ended.isEmpty()) {
            inTurn(c -> null);
        }
    }

    /** One after the other, in all processes: who counts sees everything that was counted before. */
    private <T> T inTurn(Database.Work<T> work) {
        Map<String, Long> answers = unwritten();
        try {
            return group.transaction(c -> {
                RowLock.take(c, tenant, LOCK);
                for (Map.Entry<String, Long> answer : answers.entrySet()) {
                    Database.update(
                            c,
                            "UPDATE defender_calls SET ended_at = ? WHERE id = ?",
                            answer.getValue(),
                            answer.getKey());
                }
                return work.in(c);
            });
        } catch (RuntimeException e) {
            ended.putAll(answers);
            throw e;
        }
    }

    /** Takes them, so that only one writes them. */
    private Map<String, Long> unwritten() {
        Map<String, Long> answers = new HashMap<>();
        for (String id : ended.keySet()) {
            Long at = ended.remove(id);
            if (at != null) {
                answers.put(id, at);
            }
        }
        return answers;
    }

    private Optional<Refusal> full(Connection c, String api, List<Limit> limits, long now, long latest)
            throws SQLException {
        List<Integer> made = made(c, api, limits, now, latest);
        Refusal longest = null;
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            if (made.get(i) >= limit.most()) {
                Refusal refusal = new Refusal(limit, made.get(i), room(c, api, limit, made.get(i), now, latest));
                longest = longest == null || refusal.until() > longest.until() ? refusal : longest;
            }
        }
        return Optional.ofNullable(longest);
    }

    /** How many calls count against each limit. One pass over the index, which holds all that is asked for. */
    private List<Integer> made(Connection c, String api, List<Limit> limits, long now, long latest)
            throws SQLException {
        List<String> counts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        long earliest = now;
        for (Limit limit : limits) {
            long since = now - limit.window().toMillis();
            counts.add("COUNT(CASE WHEN ended_at > ?" + ofOperation(limit) + " THEN 1 END)");
            values.add(since);
            if (!limit.operation().equals(ALL)) {
                values.add(limit.operation());
            }
            earliest = Math.min(earliest, since);
        }
        values.addAll(List.of(tenant, api, earliest, latest));
        return Database.first(
                        c,
                        row -> {
                            List<Integer> made = new ArrayList<>();
                            for (int i = 1; i <= limits.size(); i++) {
                                made.add(row.getInt(i));
                            }
                            return made;
                        },
                        "SELECT " + String.join(", ", counts)
                                + " FROM defender_calls WHERE tenant = ? AND api = ? AND ended_at > ? AND ended_at <= ?",
                        values.toArray())
                .orElseThrow();
    }

    /** When so many calls have left the window that there is room for one more. */
    private long room(Connection c, String api, Limit limit, int made, long now, long latest) throws SQLException {
        List<Object> values =
                new ArrayList<>(List.of(tenant, api, now - limit.window().toMillis(), latest));
        if (!limit.operation().equals(ALL)) {
            values.add(limit.operation());
        }
        values.add(made - limit.most());
        return Database.first(
                                c,
                                row -> row.getLong(1),
                                "SELECT ended_at FROM defender_calls WHERE tenant = ? AND api = ? AND ended_at > ?"
                                        + " AND ended_at <= ?"
                                        + ofOperation(limit) + " ORDER BY ended_at LIMIT 1 OFFSET ?",
                                values.toArray())
                        .orElse(now)
                + limit.window().toMillis();
    }

    private static String ofOperation(Limit limit) {
        return limit.operation().equals(ALL) ? "" : " AND operation = ?";
    }

    private void insert(Connection c, Call call, long now) throws SQLException {
        Database.update(
                c,
                "INSERT INTO defender_calls (id, tenant, api, operation, quota_class, started_at, ended_at)"
                        + " VALUES (?,?,?,?,?,?,?)",
                call.id(),
                tenant,
                call.api(),
                call.operation(),
                call.quotaClass(),
                now,
                now + call.longest().toMillis());
    }

    private List<Quota> quotas(Connection c, String api, String operation) throws SQLException {
        return Database.query(
                c,
                row -> {
                    int perMinute = row.getInt(2);
                    return new Quota(
                            row.getString(1),
                            row.wasNull() ? OptionalInt.empty() : OptionalInt.of(perMinute),
                            row.getLong(3),
                            row.getLong(4));
                },
                "SELECT operation, per_minute, learned_at, paused_until FROM defender_quotas"
                        + " WHERE tenant = ? AND api = ? AND operation IN (?, ?)",
                tenant,
                api,
                operation,
                ALL);
    }

    private void write(Connection c, String api, Quota quota) throws SQLException {
        Integer perMinute = quota.perMinute().isPresent() ? quota.perMinute().getAsInt() : null;
        int changed = Database.update(
                c,
                "UPDATE defender_quotas SET per_minute = ?, learned_at = ?, paused_until = ?"
                        + " WHERE tenant = ? AND api = ? AND operation = ?",
                perMinute,
                quota.learnedAt(),
                quota.pausedUntil(),
                tenant,
                api,
                quota.operation());
        if (changed == 0) {
            Database.update(
                    c,
                    "INSERT INTO defender_quotas (tenant, api, operation, per_minute, learned_at, paused_until)"
                            + " VALUES (?,?,?,?,?,?)",
                    tenant,
                    api,
                    quota.operation(),
                    perMinute,
                    quota.learnedAt(),
                    quota.pausedUntil());
        }
    }
}
