package io.github.defenderroutes.defender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives out permits, and notes what was asked and what became of them. */
final class NotedPermits implements Permits {
    final List<String> noted = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    /** From now on there is room for so many calls. */
    void room(int calls) {
        room = calls;
    }

    @Override
    public Permit ask(String operation, QuotaClass quotaClass, OperationQuota quota) {
        Permit permit = new NotedPermit();
        spend("%s %s %s/%s%s"
                .formatted(
                        operation,
                        quotaClass,
                        quota.perMinute().orElse(0),
                        quota.perHour().orElse(0),
                        quota.api() == Api.GRAPH ? " of Microsoft Graph" : ""));
        return permit;
    }

    private void spend(String what) {
        if (room == 0) {
            throw new BudgetExhaustedException("no room", Duration.ofSeconds(7));
        }
        room--;
        noted.add(what);
    }

    private final class NotedPermit implements Permit {
        @Override
        public void repeat() {
            spend("repeat");
        }

        @Override
        public void unused() {
            noted.add("unused");
        }

        @Override
        public void answered() {
            noted.add("answered");
        }

        @Override
        public Duration throttled(Throttling said) {
            noted.add("throttled");
            return said.retryAfter().orElse(Duration.ofSeconds(99));
        }
    }
}
