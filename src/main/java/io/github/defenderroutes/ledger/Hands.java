package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Solitude.InHand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this worker has in hand: claimed, and its end is not written yet. Thread-safe. */
final class Hands {
    private final Map<String, Hand> held = new ConcurrentHashMap<>();

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

    int size() {
        return held.size();
    }

    /** How it stands with what is in hand, for whom an alert may have no other beside it. */
    InHand company() {
        InHand company = InHand.NOTHING;
        for (Hand hand : held.values()) {
            if (hand.claim().alone()) {
                return InHand.ALONE;
            }
            company = hand.stage() == Stage.WAITING || company == InHand.WAITING ? InHand.WAITING : InHand.ENDING;
        }
        return company;
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
    }
}
