package io.github.defenderroutes.approval;

import io.github.defenderroutes.ledger.Approval;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One round of carrying out what was approved; belongs to one exchange. */
public final class CarryOutRound {
    private final Deque<ApprovedCase> left = new ArrayDeque<>();
    boolean failed;

    /** Whether something is left to be carried out. */
    public boolean isMore() {
        return !left.isEmpty();
    }

    void add(Approval approval, List<String> alertIds) {
        left.add(new ApprovedCase(approval, alertIds));
    }

    /** The same case is tried once more at once, for its next alert. */
    void again(ApprovedCase next) {
        left.addFirst(next);
    }

    ApprovedCase next() {
        return left.remove();
    }
}
