package io.github.defenderroutes.check;

import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.defender.QuotaClass;
import java.time.Duration;
import java.util.List;

/**
 * Permits calls while a running process holds the database: it is asked through its control port, with {@code inspect
 * --permit OPERATION}, and counts them.
 */
public final class PermitsOfHolder implements Permits {
    private final ControlClient holder;
    private final String user;

    /** @param user the OS user who asks */
    public PermitsOfHolder(ControlClient holder, String user) {
        this.holder = holder;
        this.user = user;
    }

    @Override
    public Permit ask(String operation, QuotaClass quotaClass, OperationQuota quota) {
        try {
            Reply reply = holder.ask(
                    user,
                    List.of(
                            "inspect",
                            "--permit",
                            operation,
                            "--api",
                            quota.api().name()));
            if (reply.exitCode() != 0) {
                throw new BudgetExhaustedException(reply.problems().strip(), Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BudgetExhaustedException(operation + " was not asked: interrupted.", Duration.ZERO);
        }
        return Permit.COUNTED_ELSEWHERE;
    }
}
