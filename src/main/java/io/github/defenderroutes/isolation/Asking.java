package io.github.defenderroutes.isolation;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.ledger.Isolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How machine actions are asked for, in as few questions as Defender understands. Whether it knows {@code or} in filters of
 * machine actions, and filters by time and type together, is not confirmed; what it refuses once is asked more simply from
 * then on.
 */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** An action that still takes effect was asked for at most three days ago. */
    private static final Duration LOOKS_BACK = Duration.ofDays(4);

    /** Where Defender can only be asked device by device: so many in one tick. */
    private static final int DEVICES_AT_ONCE = 20;

    private enum Way {
        TOGETHER,
        BY_TYPE,
        BY_DEVICE
    }

    private volatile Way way = Way.TOGETHER;
    private volatile String lastDevice = "";

    /** @param open of which Defender is to be asked; at least one */
    void ask(FollowRound round, List<Isolation> open) {
        long since = open.stream().mapToLong(Isolation::lookedAt).min().orElseThrow() - LOOKS_BACK.toMillis();
        switch (way) {
            case TOGETHER -> round.askTogether(open, since);
            case BY_TYPE -> round.askByType(open, since);
            case BY_DEVICE -> round.askByDevice(inTurn(open));
        }
    }

    /** The next few; over several ticks each has its turn. */
    private List<Isolation> inTurn(List<Isolation> open) {
        List<Isolation> next = new ArrayList<>(open.stream()
                .filter(record -> record.id().compareTo(lastDevice) > 0)
                .limit(DEVICES_AT_ONCE)
                .toList());
        open.stream()
                .filter(record -> record.id().compareTo(lastDevice) <= 0)
                .limit(DEVICES_AT_ONCE - next.size())
                .forEach(next::add);
        lastDevice = next.get(next.size() - 1).id();
        return next;
    }

    /** @throws DefenderRefusedException the given one, if it is about something else or nothing simpler is left */
    void refused(FollowRound round, DefenderRefusedException refusal) {
        if (refusal.getStatus() != 400 || way == Way.BY_DEVICE) {
            throw refusal;
        }
        way = way == Way.TOGETHER ? Way.BY_TYPE : Way.BY_DEVICE;
        LOG.info("{} From now on we ask in another way, with more calls.", refusal.getMessage());
        ask(round, round.records());
    }
}
