package io.github.defenderroutes.defender;

/** Asked before each call to Defender is sent. Registered as the bean {@code defenderBudget}. */
public interface Permits {
    /**
     * Returns at once: with the right to send one call, which then counts, or not at all.
     *
     * @param operation the operation, such as {@code get-alert}
     * @param quota whose quota it uses, and what this operation is granted where that is less
     * @throws BudgetExhaustedException if there is no room; it says when there will be
     */
    Permit ask(String operation, QuotaClass quotaClass, OperationQuota quota);
}
