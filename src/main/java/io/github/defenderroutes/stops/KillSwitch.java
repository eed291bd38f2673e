package io.github.defenderroutes.stops;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Optional;

/**
 * Stops every call that changes the tenant, but for releases and cancellations: on all processes at once if the database
 * says so, and on this one if its file is there. Polling, following and mails go on.
 *
 * <p>An alert that is handled meanwhile is told as not isolated, and done: it does not isolate later by itself.
 */
public final class KillSwitch {
    private final Switches switches;
    private final KillFile file;
    private final StopNotices notices;

    public KillSwitch(Ledger ledger, Settings settings, Clock clock) {
        this.switches = ledger.switches();
        this.file = new KillFile(settings.path("kill-switch.file").orElseThrow());
        this.notices = new StopNotices(settings, clock);
    }

    /**
     * How it stands.
     *
     * @param position how it was last turned; empty if it never was
     * @param file why it is on because of its file; empty if it is not
     */
    public record Standing(Optional<Position> position, Optional<String> file) {
        public boolean isOn() {
            return objection().isPresent();
        }

        /** Whether it was turned on in the database, whatever the file says. */
        public boolean isTurnedOn() {
            return position.filter(now -> !now.state().equals("off")).isPresent();
        }

        /** Why nothing may be changed now, as the end of a sentence. */
        public Optional<String> objection() {
            return isTurnedOn() ? position.map(on -> "the kill switch has been on " + on.course()) : file;
        }
    }

    /**
     * How it stands in the database, and whether its file is there.
     *
     * @throws LedgerException if the database cannot be read; then nothing may be changed either
     */
    public Standing standing() {
        return new Standing(switches.position(Switches.KILL_SWITCH), file.objection());
    }

    /**
     * Why nothing may be changed now; empty while it may.
     *
     * @throws LedgerException if the database cannot be read; then nothing may be changed either
     */
    public Optional<String> objection() {
        return standing().objection();
    }

    /**
     * Turns it on. When this returns, no isolation is decided or sent any more; what was sent before is among our pending
     * ones.
     *
     * @param reason for the audit and the SOC
     * @return false if it was on already
     */
    public boolean turnOn(Actor actor, String reason) {
        return turn("on", actor, reason);
    }

    /**
     * Turns it off in the database; its file, while it is there, keeps it on.
     *
     * @return false if it was off already
     */
    public boolean turnOff(Actor actor, String reason) {
        return standing().isTurnedOn() && turn("off", actor, reason);
    }

    private boolean turn(String state, Actor actor, String reason) {
        String action = "kill-switch-" + state;
        return switches.turn(
                Switches.KILL_SWITCH,
                state,
                actor,
                action,
                reason,
                Optional.of(notices.killSwitch(action, actor, reason)));
    }
}
