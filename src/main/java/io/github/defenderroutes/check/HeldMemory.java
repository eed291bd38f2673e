package io.github.defenderroutes.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.defender.Throttling;
import io.github.defenderroutes.ledger.Inspection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The ledger in the hands of a running process, which is asked through its control port: {@code inspect} says how it
 * stands, {@code inspect --permit OPERATION} counts one call more.
 */
final class HeldMemory implements LedgerAtHand, Permits {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSPECT = "inspect";
    private static final int UNKNOWN_COMMAND = 2;

    private final ControlClient holder;
    private final String user;

    HeldMemory(ControlClient holder, String user) {
        this.holder = holder;
        this.user = user;
    }

    @Override
    public Inspection inspect() throws InterruptedException {
        Reply reply = holder.ask(user, List.of(INSPECT));
        if (reply.exitCode() != 0) {
            throw new IllegalStateException(
                    reply.exitCode() == UNKNOWN_COMMAND
                            ? "It is held by a process of another release, which cannot be asked. To fix: restart it with this release."
                            : reply.problems().strip());
        }
        try {
            return JSON.readValue(reply.out(), Inspection.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The process that holds it answers nonsense: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Optional<String> stopped() throws InterruptedException {
        Reply reply = holder.ask(user, List.of("kill-switch", "status", "--json"));
        try {
            return Optional.ofNullable(
                    JSON.readTree(reply.out()).path("because").textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The process that holds it answers nonsense: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Permits permits() {
        return this;
    }

    @Override
    public Permit ask(String operation, QuotaClass quotaClass, OperationQuota quota) {
        try {
            Reply reply = holder.ask(
                    user,
                    List.of(INSPECT, "--permit", operation, "--api", quota.api().name()));
            if (reply.exitCode() != 0) {
                throw new BudgetExhaustedException(reply.problems().strip(), Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BudgetExhaustedException(operation + " was not asked: interrupted.", Duration.ZERO);
        }
        return new Counted();
    }

    /** The holder takes the call to be under way for as long as a call can last, which is on the safe side. */
    private static final class Counted implements Permit {
        @Override
        public void repeat() {}

        @Override
        public void unused() {}

        @Override
        public void answered() {}

        @Override
        public Duration throttled(Throttling said) {
            return said.retryAfter().orElse(Duration.ZERO);
        }
    }
}
