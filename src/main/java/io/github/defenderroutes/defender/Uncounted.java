package io.github.defenderroutes.defender;

import java.time.Duration;

/** For a call that counts against no quota of ours. */
final class Uncounted implements Permit {
    private static final Duration UNSAID = Duration.ofSeconds(30);

    @Override
    public void repeat() {}

    @Override
    public void unused() {}

    @Override
    public void answered() {}

    @Override
    public Duration throttled(Throttling said) {
        return said.retryAfter().orElse(UNSAID);
    }
}
