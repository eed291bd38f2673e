package io.github.defenderroutes.stops;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start has to say of how far we may go. */
public final class AtStart {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Ledger ledger;
    private final Settings settings;
    private final Clock clock;

    public AtStart(Ledger ledger, Settings settings, Clock clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /** Leaves in the log that something keeps us from acting. */
    public void warn() {
        new KillSwitch(ledger, settings, clock)
                .objection()
                .ifPresent(on -> LOG.warn("Nothing in the tenant is changed: {}.", on));
        new Breaker(ledger, settings, clock)
                .open()
                .ifPresent(open -> LOG.warn(
                        "No device is isolated by itself: the breaker has been open {}. To fix: see why, then breaker close.",
                        open.course()));
    }

    /**
     * Notes that {@code isolation.mode} is not what it was at the last start: in the audit, and by mail. Nothing else comes
     * of it: alerts that were handled before are done, whatever the mode is now.
     *
     * @param user who started us
     */
    public void noteMode(String user) {
        Switches switches = ledger.switches();
        String mode = settings.text("isolation.mode");
        Actor actor = Actor.program("start by " + user);
        Optional<String> before = switches.position(Switches.MODE).map(Position::state);
        boolean changed = switches.turn(
                Switches.MODE,
                mode,
                actor,
                "isolation-mode",
                before.map(old -> old + " -> " + mode).orElse("first start: " + mode),
                before.map(old -> new StopNotices(settings, clock).modeChanged(old, mode, actor)));
        if (changed && before.isPresent()) {
            LOG.warn("isolation.mode was {} at the last start and is {} now.", before.get(), mode);
        }
    }
}
