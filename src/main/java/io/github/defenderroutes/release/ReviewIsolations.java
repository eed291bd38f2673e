package io.github.defenderroutes.release;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.isolation.CourseNotice;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.IsolationAlerts;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route review-isolations asks, as the bean {@code reviewIsolations}. */
public final class ReviewIsolations {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "review-isolations";
    private static final String SETTING = "isolation.release-on-false-positive";

    /** Nobody has judged an alert so soon; and no more often is anything asked, whatever the schedule. */
    private static final Duration NOT_BEFORE = Duration.ofMinutes(5);

    /** What Defender answers for an id that it does not know, or cannot read. */
    private static final Set<Integer> UNKNOWN_ALERT = Set.of(400, 404);

    private final Ledger ledger;
    private final IsolationAlerts alerts;
    private final CourseNotice notices;
    private final Settings settings;
    private final Problems problems;
    private final Clock clock;

    private volatile long reviewedAt;
    private volatile String lastIsolation = "";

    public ReviewIsolations(Ledger ledger, Settings settings, Problems problems, Clock clock) {
        this.ledger = ledger;
        this.alerts = ledger.isolationAlerts();
        this.notices = new CourseNotice(settings, clock);
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
    }

    /** Begins a review; it has nothing to ask in a process that does not lead, or while nothing of ours is isolated. */
    public Review begin() {
        long now = clock.millis();
        boolean due = !settings.text(SETTING).equals("off")
                && now - reviewedAt >= NOT_BEFORE.toMillis()
                && ledger.leads(ROUTE);
        if (!due) {
            return new Review(Map.of());
        }
        reviewedAt = now;
        return new Review(alerts.unasked(now - NOT_BEFORE.toMillis(), lastIsolation));
    }

    /** Takes in a page of alerts. */
    public void read(Review review, Map<String, ?> answer) {
        review.read(answer);
    }

    /** Takes in the one alert that was asked for. */
    public void readOne(Review review, Map<String, ?> alert) {
        review.readOne(Optional.of(alert));
    }

    /**
     * Several ids at once are not answered: they are asked for one by one. One that Defender does not know counts as open.
     *
     * @throws DefenderRefusedException the given one, if it refuses one for another reason, as for a missing permission
     */
    public void refused(Review review, DefenderRefusedException refusal) {
        if (!review.isSingle()) {
            review.singly();
        } else if (UNKNOWN_ALERT.contains(refusal.getStatus())) {
            review.readOne(Optional.empty());
        } else {
            throw refusal;
        }
    }

    /** Asks the SOC about each device whose alerts are closed, or wants its release at once. */
    public void conclude(Review review) {
        review.closed().forEach((id, closings) -> ledger.cutOffs()
                .get(id)
                .filter(CutOff::isOpen)
                .map(CutOff::isolation)
                .ifPresent(isolation -> conclude(isolation, closings)));
        lastIsolation = review.last();
        problems.solved(ROUTE);
    }

    private void conclude(Isolation isolation, List<Closing> closings) {
        String why = Closing.count(closings);
        if (settings.text(SETTING).equals("auto") && closings.stream().allMatch(Closing::isNoThreat)) {
            ledger.releases().requestByItself(isolation.id(), Actor.program(SETTING), "alerts behind it: " + why);
            LOG.info("Release of {} is wanted, since its alerts are closed: {}.", isolation.deviceId(), why);
            return;
        }
        boolean asked = alerts.ask(
                isolation.id(),
                notices.of(
                        isolation,
                        "release-asked",
                        why,
                        null,
                        ledger.courses().noticeOf(isolation.alertId()),
                        Optional.empty()));
        if (asked) {
            LOG.info("The SOC is asked whether {} may be released: {}.", isolation.deviceId(), why);
        }
    }
}
