package io.github.defenderroutes.handover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.ledger.Offered;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** What the routes on both sides of the queue ask and tell, as the bean {@code handOver}. */
public final class HandOver {
    /** The route that takes what the queue brings. */
    public static final String TAKES = "take-alerts";

    static final String SETTING = "alerts.hand-over";

    private static final String GIVES = "hand-over-alerts";
    private static final String DIRECTLY = "direct:handle-alerts";

    /** So long nobody is asked again about an id of which the ledger knew nothing. */
    private static final Duration ASKED = Duration.ofMinutes(10);

    private static final int ASKED_AT_MOST = 10_000;

    private final Offered offered;
    private final Settings settings;
    private final Problems problems;
    private final Dropped dropped;
    private final Cache<String, Boolean> asked;

    public HandOver(Offered offered, Settings settings, Problems problems, Clock clock) {
        this.offered = offered;
        this.settings = settings;
        this.problems = problems;
        this.dropped = new Dropped(clock);
        this.asked = Caffeine.newBuilder()
                .maximumSize(ASKED_AT_MOST)
                .expireAfterWrite(ASKED)
                .ticker(() -> clock.millis() * 1_000_000)
                .build();
    }

    /** Whether alerts pass a queue between the poll and those who handle them. */
    public static boolean passesAQueue(Settings settings) {
        return !settings.text(SETTING).equals(DIRECTLY);
    }

    /** Whether alerts pass a queue between the poll and those who handle them. */
    public boolean isByQueue() {
        return passesAQueue(settings);
    }

    // ---- hand-over-alerts

    /** Begins to hand over alerts whose rows say that they are offered. */
    public Offer offer(List<Map<String, Object>> alerts) {
        return new Offer(alerts);
    }

    /** The queue has accepted a message. */
    public void sent() {
        problems.solved(GIVES);
    }

    /** It has not, or nobody knows: what is left of the offer is made again at the next poll. */
    public void notSent(Offer offer, Exception problem) {
        offered.notSent(offer.stop());
        problems.report(
                GIVES,
                "Alerts are not handed over: %s. To fix: check %s, and the broker that it names."
                        .formatted(settings.harmless().text(String.valueOf(problem.getMessage())), SETTING));
    }

    // ---- take-alerts

    /**
     * What a message from the queue asks for. Whoever sent it: nothing of it is believed but ids.
     *
     * <p>From here on no failure goes back to the queue. What the ledger has offered it will offer again, as a schedule has
     * its next tick; a message that came again and again could only hold up others.
     */
    public Received receive(Exchange exchange) {
        Origin.schedule(TAKES, exchange);
        Set.copyOf(exchange.getVariables().keySet()).forEach(exchange::removeVariable);
        Optional<List<String>> ids = MessageText.ids(exchange.getMessage());
        if (ids.isEmpty()) {
            dropped.one("it is not a list of at most 20 alert ids, one on a line");
        }
        return new Received(offered.sort(ids.orElse(List.of())));
    }

    /** The alerts of which we know nothing, as maps with only their ids: one after the other, and each once for a while. */
    public Iterator<Map<String, Object>> strangers(Received received) {
        return received.each(received.unseen().stream()
                .filter(id -> asked.asMap().putIfAbsent(id, true) == null)
                .toList());
    }

    /** Defender knows no such alert, or does not show it to us. */
    public void isNone(DefenderRefusedException refused) {
        dropped.one("nobody has offered its id, and Defender says: "
                + settings.harmless().text(refused.getMessage()));
    }

    /** Defender is away, or the quota's class {@code rest} is used up: nobody is asked about the other strangers now. */
    public void away(Received received, Exception problem) {
        received.stop().forEach(asked::invalidate);
        if (problem instanceof DefenderThrottledException) {
            problems.waits(TAKES);
        } else {
            problems.report(TAKES, String.valueOf(problem.getMessage()));
        }
    }

    /** All that the message asked for was done. */
    public void done(Received received) {
        if (!received.isStopped()) {
            problems.solved(TAKES);
        }
    }
}
