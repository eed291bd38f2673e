package io.github.defenderroutes.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether the process is alive, and whether it can do its work. A process that is not ready needs help from outside (mail
 * server, Defender, database); only one that is not alive needs a restart.
 */
public final class Health {
    private final Ledger ledger;
    private final GoodPolls polls;
    private final AccessTokens tokens;
    private final Problems problems;
    private final Settings settings;
    private final BooleanSupplier routesRun;
    private final Clock clock;

    /** @param routesRun whether the routes are started */
    public Health(
            Ledger ledger,
            GoodPolls polls,
            AccessTokens tokens,
            Problems problems,
            Settings settings,
            BooleanSupplier routesRun,
            Clock clock) {
        this.ledger = ledger;
        this.polls = polls;
        this.tokens = tokens;
        this.problems = problems;
        this.settings = settings;
        this.routesRun = routesRun;
        this.clock = clock;
    }

    /**
     * One thing that was looked at.
     *
     * @param name routes, database, poll, token or mail
     * @param detail for people; says how to fix it if it is not up
     */
    public record Check(String name, boolean up, String detail) {}

    /** What was looked at; up if all of it is. */
    public record Report(List<Check> checks) {
        private static final ObjectMapper JSON = new ObjectMapper();

        public boolean up() {
            return checks.stream().allMatch(Check::up);
        }

        /** {@code {"status":"UP","checks":[{"name":"poll","status":"UP","detail":"…"}]}}, as MicroProfile Health has it. */
        public String json() {
            ObjectNode root = JSON.createObjectNode();
            root.put("status", status(up()));
            ArrayNode rows = root.putArray("checks");
            checks.forEach(check -> rows.addObject()
                    .put("name", check.name())
                    .put("status", status(check.up()))
                    .put("detail", check.detail()));
            return root.toString();
        }

        private static String status(boolean up) {
            return up ? "UP" : "DOWN";
        }
    }

    /** Whether the process works at all: its routes are started. Asks nobody. */
    public Report live() {
        boolean run = routesRun.getAsBoolean();
        return new Report(List.of(new Check("routes", run, run ? "started" : "not started, or stopping")));
    }

    /** Whether it can do its work: the last poll is fresh, the token good, the database there, and mails get out. */
    public Report ready() {
        List<Check> checks = new ArrayList<>(live().checks());
        checks.add(database());
        checks.add(poll());
        checks.add(token());
        checks.add(mail());
        return new Report(List.copyOf(checks));
    }

    private Check database() {
        return ledger.away()
                .map(away -> new Check("database", false, "away since %s: %s".formatted(away.since(), away.reason())))
                .orElseGet(() -> new Check("database", true, "there"));
    }

    private Check poll() {
        Instant last = polls.last();
        String reason = problems.standing("poll-alerts")
                .filter(text -> !text.isEmpty())
                .map(text -> ". " + text)
                .orElse("");
        return new Check("poll", isFresh(last), "the last good poll was at " + last + reason);
    }

    private Check token() {
        Optional<String> problem = tokens.problem();
        return new Check("token", problem.isEmpty(), problem.orElse("good"));
    }

    private Check mail() {
        try {
            Overview now = ledger.overview();
            Optional<Instant> oldest = now.oldestWaitingMail().map(Instant::ofEpochMilli);
            boolean up = oldest.map(this::isFresh).orElse(true);
            return new Check(
                    "mail",
                    up,
                    "%d waiting%s, %d parked"
                            .formatted(
                                    now.waitingMails(),
                                    oldest.map(since -> ", the oldest since " + since)
                                            .orElse(""),
                                    now.parkedMails()));
        } catch (LedgerException e) {
            return new Check("mail", false, "not known: " + e.getMessage());
        }
    }

    private boolean isFresh(Instant time) {
        Duration age = Duration.between(time, clock.instant());
        return age.compareTo(settings.duration("alarm.after")) <= 0;
    }
}
