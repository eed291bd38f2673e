package io.github.defenderroutes.alarm;

import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;

/** When {@code heartbeat.url} is to be called, as the bean {@code heartbeat}: once after each good poll of ours. */
public final class Heartbeat {
    private static final String NAME = "send-heartbeat";

    private final Settings settings;
    private final GoodPolls polls;
    private final Problems problems;
    private Instant toldOf = Instant.MIN;

    public Heartbeat(Settings settings, GoodPolls polls, Problems problems) {
        this.settings = settings;
        this.polls = polls;
        this.problems = problems;
    }

    /** Whether a good poll has to be told of; from now on it counts as told, whatever becomes of the call. */
    public synchronized boolean isDue() {
        Instant last = polls.lastOfOurs();
        boolean due = settings.optionalText("heartbeat.url").isPresent() && last.isAfter(toldOf);
        toldOf = due ? last : toldOf;
        return due;
    }

    public void arrived() {
        problems.solved(NAME);
    }

    /** Said once; it stops nothing. */
    public void failed(Exception failure) {
        problems.report(
                NAME,
                "The heartbeat does not arrive: %s. To fix: check heartbeat.url, and that it can be reached from here without a proxy."
                        .formatted(failure.getMessage()));
    }
}
