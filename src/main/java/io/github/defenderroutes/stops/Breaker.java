package io.github.defenderroutes.stops;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Courses;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Opens when a cap leaves no room for an isolation, and stays open until a person closes it: meanwhile no device is isolated
 * without one. As the bean {@code breaker} it tells the SOC once.
 */
public final class Breaker {
    private static final Duration LOOKS_BACK = Duration.ofDays(1);
    private static final int SHOWN = 100;

    private final Switches switches;
    private final Isolations isolations;
    private final Courses courses;
    private final StopNotices notices;

    public Breaker(Ledger ledger, Settings settings, Clock clock) {
        this.switches = ledger.switches();
        this.isolations = ledger.isolations();
        this.courses = ledger.courses();
        this.notices = new StopNotices(settings, clock);
    }

    /** Since when it is open, and why; empty while it is closed. */
    public Optional<Position> open() {
        return switches.position(Switches.BREAKER).filter(now -> !now.state().equals("closed"));
    }

    /** What was asked for in the day before it opened, the newest first, as far as it is shown. */
    public List<Isolation> counted(Position open) {
        return isolations.askedSince(open.since().minus(LOOKS_BACK), SHOWN).stream()
                .filter(isolation -> isolation.decidedAt() <= open.since().toEpochMilli())
                .toList();
    }

    /**
     * Closes it. From now on devices are isolated again by themselves, and the caps count anew from here: what was isolated
     * until now has been looked at.
     *
     * @param reason for the audit
     * @return false if it is not open
     */
    public boolean close(Actor actor, String reason) {
        return open().isPresent()
                && switches.turn(Switches.BREAKER, "closed", actor, "breaker-close", reason, Optional.empty());
    }

    /** Tells the SOC that it opened, once, from whichever process comes first. */
    public void tell() {
        open().filter(position -> !position.told())
                .ifPresent(position -> switches.tell(
                        Switches.BREAKER, position, notices.breaker(position, counted(position), courses)));
    }
}
