package io.github.defenderroutes.budget;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.defender.Throttling;
import io.github.defenderroutes.ledger.Calls;
import io.github.defenderroutes.ledger.Calls.Call;
import io.github.defenderroutes.ledger.Calls.Quota;
import io.github.defenderroutes.ledger.Calls.Refusal;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives out the permits to call Defender: never more than the quota allows, and to who responds before all others. */
public final class Budget implements Permits {
    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    /** A refusal is believed so long without counting again: a storm of refused calls costs the database nothing. */
    private static final long REFUSAL_HOLDS = 1_000;

    /** With fewer calls in the last minute, a 429 that names no number says nothing about how many are allowed. */
    private static final int FEWEST_TO_LEARN_FROM = 10;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Calls calls;
    private final Meters meters;
    private final Shares shares;
    private final Clock clock;
    private final Duration longestCall;
    private final Waits waits = new Waits();
    private final BackOff backOff = new BackOff();
    private final Map<String, Full> full = new ConcurrentHashMap<>();

    public Budget(Calls calls, Settings settings, Meters meters, Clock clock) {
        this.calls = calls;
        this.meters = meters;
        this.shares = new Shares(settings);
        this.clock = clock;
        Duration call =
                settings.duration("defender.connect-timeout").plus(settings.duration("defender.response-timeout"));
        this.longestCall = call.multipliedBy(2); // it may have to sign in first
    }

    /** A refusal that need not be asked for again before that time. */
    private record Full(Refusal refusal, long until) {}

    @Override
    public Permit ask(String operation, QuotaClass quotaClass, OperationQuota quota) {
        OnePermit permit = new OnePermit(operation, quotaClass, quota);
        permit.write();
        return permit;
    }

    private final class OnePermit implements Permit {
        private final String operation;
        private final QuotaClass quotaClass;
        private final OperationQuota quota;
        private volatile String call;

        private OnePermit(String operation, QuotaClass quotaClass, OperationQuota quota) {
            this.operation = operation;
            this.quotaClass = quotaClass;
            this.quota = quota;
        }

        private void write() {
            String next = UUID.randomUUID().toString();
            Budget.this.write(
                    new Call(next, quota.api().word(), operation, quotaClass.word(), longestCall), quotaClass, quota);
            call = next;
        }

        @Override
        public void repeat() {
            calls.ended(call);
            write();
        }

        @Override
        public void unused() {
            calls.unused(call);
            full.clear();
        }

        @Override
        public void answered() {
            calls.ended(call);
            backOff.end(operation);
        }

        @Override
        public Duration throttled(Throttling said) {
            calls.ended(call);
            meters.throttled(quota.api().word());
            return pause(operation, quota, said);
        }
    }

    private void write(Call call, QuotaClass asking, OperationQuota quota) {
        long now = clock.millis();
        waits.end(now);
        String who = asking.word() + " " + call.operation();
        Full known = full.get(who);
        if (known == null || now >= known.until()) {
            Optional<Refusal> refusal =
                    calls.ask(call, quotas -> shares.limits(call.operation(), asking, quota, quotas, now));
            if (refusal.isEmpty()) {
                full.remove(who);
                return;
            }
            known = new Full(refusal.get(), Math.min(refusal.get().until(), now + REFUSAL_HOLDS));
            full.put(who, known);
        }
        throw refused(call.operation(), quota.api(), asking, known.refusal(), now);
    }

    private BudgetExhaustedException refused(String operation, Api api, QuotaClass asking, Refusal refusal, long now) {
        Wording wording = new Wording(operation, api, asking, refusal);
        if (refusal.limit() != null) { // a pause was told when it began
            waits.begin(wording.who(), refusal.limit().reason(), now, refusal.until(), wording.sentence());
        }
        return new BudgetExhaustedException(
                "%s was not asked. %s".formatted(operation, wording.sentence()),
                Duration.ofMillis(Math.max(refusal.until() - now, 0)));
    }

    private Duration pause(String operation, OperationQuota quota, Throttling said) {
        long now = clock.millis();
        Duration wait = said.retryAfter().orElseGet(() -> backOff.next(operation, now));
        Duration pause = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
        long until = now + pause.toMillis();
        try {
            calls.learn(
                    quota.api().word(),
                    operation,
                    longestCall,
                    (known, byOperation, byAll) ->
                            lesson(operation, quota, said, until, now, known, byOperation, byAll));
        } catch (LedgerException e) {
            LOG.debug("The pause of {} is not remembered: {}", operation, e.getMessage());
        }
        waits.begin(
                operation,
                "429",
                now,
                until,
                "%s is throttling: no %s before %s. Nothing to do; what waits is done then."
                        .formatted(quota.api().title(), operation, Waits.time(until)));
        return pause;
    }

    /**
     * The pause holds for the operation that was refused. A number that Defender names is taken for the operation's own if
     * the operation has made so many calls by itself, and for all operations' together if only together they have. If not
     * even that, someone else uses the same quota, and waiting is all we can do.
     */
    private List<Quota> lesson(
            String operation,
            OperationQuota quota,
            Throttling said,
            long until,
            long now,
            List<Quota> known,
            int byOperation,
            int byAll) {
        Learned own = Learned.of(operation, known).paused(until);
        Learned all = Learned.of(Calls.ALL, known);
        if (said.perMinute().isEmpty()) {
            return byOperation > FEWEST_TO_LEARN_FROM
                    ? List.of(own.lower(byOperation - 1, shares.configured(quota), now)
                            .quota())
                    : List.of(own.quota());
        }
        int allowed = said.perMinute().getAsInt();
        if (byOperation >= allowed) {
            return List.of(own.lower(allowed, shares.configured(quota), now).quota());
        }
        return byAll >= allowed
                ? List.of(
                        own.quota(),
                        all.lower(allowed, shares.configured(quota.api()), now).quota())
                : List.of(own.quota());
    }
}
