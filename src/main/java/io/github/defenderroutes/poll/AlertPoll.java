package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.Answer;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.handover.HandOver;
import io.github.defenderroutes.ledger.Claims.CursorMove;
import io.github.defenderroutes.ledger.Claims.Suspect;
import io.github.defenderroutes.ledger.Cursor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Decides from where to walk, and claims what each page brings, as the bean {@code alertPoll}. */
public final class AlertPoll {
    private static final Duration ONE_BY_ONE = Duration.ofSeconds(20);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final Settings settings;
    private final Problems problems;
    private final Clock clock;
    private final Isolating isolating;
    private final AlertSource source;
    private final Reach reach;
    private final AtomicBoolean walking = new AtomicBoolean();

    public AlertPoll(Ledger ledger, Settings settings, Problems problems, Clock clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
        this.isolating = new Isolating(settings);
        this.source = AlertSource.of(settings);
        this.reach = new Reach(ledger, settings, clock);
    }

    /**
     * Begins a walk, which lasts as long as the exchange. It has no pages while another one is on its way, here or in the
     * process that leads the poll.
     */
    public SevereFirst begin(Exchange exchange) {
        if (!walking.compareAndSet(false, true)) {
            return asked(reach.none(pageSize()));
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                walking.set(false);
            }
        });
        SevereFirst walk = begin();
        walk.until(Origin.calledOff(exchange));
        return walk;
    }

    SevereFirst begin() {
        ledger.claims().letGo(); // what an earlier walk claimed and failed to hand on
        return asked(ledger.leads("poll-alerts") ? reach.next(pageSize()) : reach.none(pageSize()));
    }

    private SevereFirst asked(AlertWalk walk) {
        return new SevereFirst(
                walk, pageSize(), source, source.condition(settings), isolating.condition(), isolating::includes);
    }

    private int pageSize() {
        return settings.number("alerts.page-size");
    }

    /**
     * Defender refused a page. If it was the question for severe alerts only, the walk goes on without it.
     *
     * @return an answer with no alerts in it, which ends that question
     * @throws DefenderRefusedException the given one, if it was an ordinary page
     */
    public Map<String, Object> refused(SevereFirst walk, DefenderRefusedException refused) {
        if (!walk.isSevere()) {
            throw refused;
        }
        problems.warn(
                "severe-first",
                "Severe alerts are not asked for first: %s. To fix: check alerts.filter."
                        .formatted(refused.getMessage()));
        return Map.of("value", List.of());
    }

    /**
     * Claims a page; or, where alerts pass a queue, notes that its alerts are offered.
     *
     * @param walk the walk it belongs to; it moves on
     * @param answer the body of list alerts
     * @return the alerts that are ours to handle now, the most severe first
     * @throws DefenderUnavailableException if the answer holds no list
     */
    public List<Map<String, Object>> claim(SevereFirst walk, Map<String, ?> answer, Exchange exchange) {
        if (answer == null || !(answer.get("value") instanceof List<?> entries)) {
            throw new DefenderUnavailableException("Defender's answer to list-alerts holds no list of alerts");
        }
        List<Map<String, Object>> rows =
                entries.stream().map(UnreadableAlert::orReadable).toList();
        Optional<Cursor> to =
                walk.page(rows, Alerts.text(answer, "@odata.nextLink").isPresent(), answeredAt(exchange));
        CursorMove move = to.map(cursor -> new CursorMove(Reach.CURSOR, cursor)).orElse(null);
        List<Map<String, Object>> taken = HandOver.passesAQueue(settings)
                ? ledger.claims().offer(rows, reach.knownBefore(), move, walk::putAside, offeredFor())
                : ledger.claims().take(rows, reach.knownBefore(), move, walk::putAside);
        to.ifPresent(cursor -> reach.note(walk, cursor));
        if (!walk.hasMore()) {
            problems.solved("poll-alerts");
        }
        return taken.stream()
                .sorted(Comparator.comparing((Map<String, Object> alert) -> Alerts.severity(alert))
                        .reversed())
                .toList();
    }

    private Duration offeredFor() {
        return settings.duration("alerts.hand-over.timeout");
    }

    /**
     * The same alerts in groups, one for each device, in the order of their first: what concerns one device is handled one
     * after the other, so that the second alert finds what the first has asked for.
     */
    public Collection<List<Map<String, Object>>> byDevice(List<Map<String, Object>> alerts) {
        return alerts.stream()
                .collect(Collectors.groupingBy(
                        alert -> Alerts.text(alert, "machineId")
                                .map(id -> id.toLowerCase(Locale.ROOT))
                                .orElseGet(() -> "none-" + Alerts.id(alert).orElse("")),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    /**
     * The alerts of the walk that may be what ends the process, each to be handled before the next is asked for. What
     * has ended the process least often comes first. After a while it is the next tick's turn: new alerts shall not wait.
     */
    public Iterator<Map<String, Object>> suspects(SevereFirst walk) {
        long end = clock.millis() + ONE_BY_ONE.toMillis();
        Iterator<Map<String, Object>> all = walk.putAside().stream()
                .sorted(Comparator.comparingInt(Suspect::crashes)
                        .thenComparing(suspect -> Alerts.severity(suspect.alert()), Comparator.reverseOrder()))
                .map(Suspect::alert)
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext() && clock.millis() < end;
            }

            @Override
            public Map<String, Object> next() {
                return all.next();
            }
        };
    }

    /**
     * Alerts that are due again and that no ordinary tick will meet, the most severe first, as maps with only their ids. Also
     * what was offered in vain for ten minutes: whatever became of the queue, it is handled.
     */
    public List<Map<String, Object>> due() {
        ledger.claims().giveBackWhatIsNotInHand();
        if (!ledger.leads("retry-alerts")) {
            return List.of();
        }
        List<String> due = ledger.claims().due(reach.ofOrdinaryTicks(), 100);
        problems.solved("retry-alerts");
        return due.stream().map(id -> Map.<String, Object>of("id", id)).toList();
    }

    /** What every alert must meet that we take, as OData text: {@code alerts.filter} and more; may be empty. */
    public String filter() {
        return source.condition(settings);
    }

    /** Begins to read alerts of which we have only the ids. */
    public DueAlerts toRead(List<Map<String, Object>> alerts) {
        return new DueAlerts(
                alerts.stream().flatMap(alert -> Alerts.id(alert).stream()).toList());
    }

    /** Takes in the answer to a question for due alerts. */
    public void read(DueAlerts due, Map<String, ?> answer) {
        due.read(answer);
    }

    /** Defender does not answer for several ids at once: one by one, then. */
    public void singly(DueAlerts due) {
        due.singly();
    }

    /**
     * Defender is away. What was read so far is handled; the rest is due again at the next tick.
     *
     * @throws Exception the given one, if nothing was read so far
     */
    public void unavailable(DueAlerts due, Exception problem) throws Exception {
        due.stop();
        if (due.getAlerts().isEmpty()) {
            throw problem;
        }
    }

    /** An alert that is due but that Defender does not show any more, in a form that gets it parked and told. */
    public Map<String, Object> gone(String alertId, String problem) {
        return UnreadableAlert.gone(alertId, problem);
    }

    private long answeredAt(Exchange exchange) {
        Instant now = clock.instant();
        Instant answered = exchange.getProperty(Answer.DATE, now, Instant.class);
        Duration skew = Duration.between(answered, now);
        if (skew.abs().compareTo(CLOCK_TOLERANCE) > 0) {
            problems.warn(
                    "clock",
                    "This machine's clock is %d s %s Defender's. To fix: synchronise it; the ages of alerts are judged by it."
                            .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"));
        } else {
            problems.solved("clock");
        }
        return Ticks.of(answered);
    }
}
