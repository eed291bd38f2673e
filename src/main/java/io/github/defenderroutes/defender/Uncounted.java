package io.github.defenderroutes.defender;

import java.time.Duration;

/**
 * For a call that is not counted here.
 *
 * @param unsaid how long not to ask again after a 429 that does not say so
 */
record Uncounted(Duration unsaid) implements Permit {
    @Override
    public void repeat() {}

    @Override
    public void unused() {}

    @Override
    public void answered() {}

    @Override
    public Duration throttled(Throttling said) {
        return said.retryAfter().orElse(unsaid);
    }
}
