package io.github.defenderroutes.command;

import io.github.defenderroutes.replay.Replay.Difference;
import io.github.defenderroutes.replay.Tally;
import java.time.Duration;

/** What a replay shows, as it goes on. */
interface ReplayOutput {
    void difference(Difference different);

    void end(Tally tally, Duration took);
}
