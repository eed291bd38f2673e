package io.github.defenderroutes.handover;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Offered;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** What the routes on both sides of the queue ask and tell, as the bean {@code handOver}. */
public final class HandOver {
    /** The route that takes what the queue brings. */
    public static final String TAKES = "take-alerts";

    static final String SETTING = "alerts.hand-over";

    private static final String GIVES = "hand-over-alerts";
    private static final String DIRECTLY = "direct:handle-alerts";

    private final Offered offered;
    private final Settings settings;
    private final Problems problems;
    private final Dropped dropped;
    private final Strangers strangers;

    public HandOver(Offered offered, Settings settings, Problems problems, Clock clock) {
        this.offered = offered;
        this.settings = settings;
        this.problems = problems;
        this.dropped = new Dropped(clock);
        this.strangers = new Strangers(settings, dropped, clock);
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
        Received received = new Received(offered.sort(ids.orElse(List.of())));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                strangers.forget(received.toForget());
            }
        });
        return received;
    }

    /**
     * The alerts of which we know nothing, as maps with only their ids: one after the other, and not more in a minute than
     * a part of the quota allows. One that Defender does not know is not asked for again for a while.
     */
    public Iterator<Map<String, Object>> strangers(Received received) {
        return received.each(received.unseen().stream().filter(strangers::ask).toList());
    }

    /**
     * The alert that was asked for, out of the list of those that are both it and among the alerts that we take.
     *
     * @return {@code null} if it is not there
     * @throws DefenderUnavailableException if the answer holds no list
     */
    public Map<String, Object> found(Received received, Map<String, ?> answer) {
        if (answer == null || !(answer.get("value") instanceof Collection<?> entries)) {
            throw new DefenderUnavailableException("Defender's answer to list-alerts holds no list of alerts");
        }
        Optional<Map<String, Object>> alert = entries.stream()
                .map(UnreadableAlert::orReadable)
                .filter(entry ->
                        Alerts.id(entry).filter(received.asking()::equals).isPresent())
                .findFirst();
        if (alert.isEmpty()) {
            received.isNone();
            dropped.one("nobody has offered its id, and it is no alert that alerts.filter lets through");
        }
        return alert.orElse(null);
    }

    /** Defender knows no such alert, or does not show it to us, or cannot say whether we take it. */
    public void isNone(Received received, DefenderRefusedException refused) {
        received.isNone();
        dropped.one("nobody has offered its id, and Defender says: "
                + settings.harmless().text(refused.getMessage()));
    }

    /** Defender is away, or the quota's class {@code rest} is used up: nobody is asked about the other strangers now. */
    public void away(Received received, Exception problem) {
        received.stop();
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
