package io.github.defenderroutes.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What this worker has in hand: claimed, and its end is not written yet. Thread-safe. */
final class Hands {
    private final Map<String, Hand> held = new ConcurrentHashMap<>();
    private final Object written = new Object();

    /** How far a claim has come: it waits for {@link #begin} or {@link #letGo()}, is at work, or waits to be written. */
    enum Stage {
        WAITING,
        BEGUN,
        ENDED
    }

    private record Hand(Claim claim, Stage stage) {}

    /** The alerts in hand, as they change. */
    Set<String> alertIds() {
        return held.keySet();
    }

    /** Whether one is in hand that may have no other beside it. */
    boolean holdOneAlone() {
        return held.values().stream().anyMatch(hand -> hand.claim().alone());
    }

    void take(Claim claim, Stage stage) {
        held.put(claim.alertId(), new Hand(claim, stage));
    }

    /** Takes it back, if it has come no further than that. */
    void drop(Claim claim, Stage stage) {
        held.remove(claim.alertId(), new Hand(claim, stage));
    }

    /** Begins a claim that waits; of two that ask, one may. Empty if none of that alert waits. */
    Optional<Claim> begin(String alertId) {
        Hand hand = held.get(alertId);
        return hand != null
                        && hand.stage() == Stage.WAITING
                        && held.replace(alertId, hand, new Hand(hand.claim(), Stage.BEGUN))
                ? Optional.of(hand.claim())
                : Optional.empty();
    }

    /** Begins all that wait. */
    List<Claim> beginAll() {
        List<Claim> claims = new ArrayList<>();
        held.keySet().forEach(alertId -> begin(alertId).ifPresent(claims::add));
        return claims;
    }

    /** Lets go of all that wait. */
    void letGo() {
        held.values().removeIf(hand -> hand.stage() == Stage.WAITING);
    }

    /** The claim's work is done; it stays in hand until that is written. */
    void ended(Claim claim) {
        held.replace(claim.alertId(), new Hand(claim, Stage.BEGUN), new Hand(claim, Stage.ENDED));
    }

    /** The claim's end is written; a newer claim on the same alert stays in hand. */
    void forget(Claim claim) {
        held.computeIfPresent(claim.alertId(), (id, hand) -> hand.claim().equals(claim) ? null : hand);
        synchronized (written) {
            written.notifyAll();
        }
    }

    /** Whether nothing is in hand, after waiting for what has ended to be written: not for anything still at work. */
    boolean areEmptyWithin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (written) {
            try {
                while (!held.isEmpty()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0 || held.values().stream().anyMatch(hand -> hand.stage() != Stage.ENDED)) {
                        return false;
                    }
                    written.wait(left);
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
