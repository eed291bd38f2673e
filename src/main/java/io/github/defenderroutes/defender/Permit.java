package io.github.defenderroutes.defender;

import java.time.Duration;

/** The right to send one call. It counts against the quota until a minute and an hour after its answer. */
public interface Permit {
    /** For an operation that counts against no quota of ours. */
    Permit UNCOUNTED = new Uncounted(Duration.ofSeconds(30));

    /** For a call that another process counts, and takes to be under way for as long as one can last: on the safe side. */
    Permit COUNTED_ELSEWHERE = new Uncounted(Duration.ZERO);

    /**
     * The same call is to be sent once more; that counts too.
     *
     * @throws BudgetExhaustedException if there is no room for it
     */
    void repeat();

    /** The call was not sent. */
    void unused();

    /** The answer has come, and it was not 429. */
    void answered();

    /**
     * The answer has come, and it was 429: the operation pauses, here and in every other process on the database.
     *
     * @return how long not to ask again
     */
    Duration throttled(Throttling said);
}
