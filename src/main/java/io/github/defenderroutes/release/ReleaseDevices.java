package io.github.defenderroutes.release;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.isolation.CourseNotice;
import io.github.defenderroutes.isolation.MachineActions;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.ReleaseSteps;
import io.github.defenderroutes.ledger.ReleaseWish;
import io.github.defenderroutes.ledger.Releases;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes release-devices and release-device ask, as the bean {@code releaseDevices}. */
public final class ReleaseDevices {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "release-devices";

    /** How soon we look again whether something has come of a cancellation, or of what somebody else asked for. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A device that waits because of a newer alert is looked at so often. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

    private final Ledger ledger;
    private final Isolations isolations;
    private final Releases releases;
    private final ReleaseSteps steps;
    private final CourseNotice notices;
    private final NewerAlerts newerAlerts;
    private final ReleasePlanner planner;
    private final Settings settings;
    private final Problems problems;
    private final Clock clock;

    public ReleaseDevices(Ledger ledger, Settings settings, Problems problems, Clock clock) {
        this.ledger = ledger;
        this.isolations = ledger.isolations();
        this.releases = ledger.releases();
        this.steps = ledger.releaseSteps();
        this.notices = new CourseNotice(settings, clock);
        this.newerAlerts = new NewerAlerts(settings);
        this.planner = new ReleasePlanner(ledger, clock);
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
    }

    /**
     * The devices whose release is to be worked on now, as maps with a {@code machineId}; none in a process that does not
     * lead. What takes too long is told.
     */
    public List<Map<String, Object>> due() {
        if (!ledger.leads(ROUTE)) {
            return List.of();
        }
        releases.wishDue();
        long patience = settings.duration("isolation.overdue").toMillis();
        releases.untoldSince(clock.millis() - patience).forEach(this::tellOverdue);
        List<ReleaseWish> due = releases.due(settle());
        if (due.isEmpty()) {
            problems.solved(ROUTE);
        }
        return due.stream()
                .map(wish -> Map.<String, Object>of("machineId", wish.deviceId()))
                .toList();
    }

    /** The open wish for this device, or {@code null} if nobody wants it released. */
    public ReleaseWish wish(String machineId) {
        return isolations
                .open(machineId)
                .flatMap(isolation -> releases.open(isolation.id()))
                .orElse(null);
    }

    private void tellOverdue(ReleaseWish wish) {
        String why = wish.state().equals("accepted") ? "Defender has accepted it" : "nothing is accepted so far";
        record(wish).ifPresent(isolation -> steps.tell(wish, notice(isolation, "release-overdue", why, wish)));
    }

    /** The condition for alerts that may keep the device isolated, as OData. */
    public String newerAlerts(ReleaseWish wish) {
        return newerAlerts.filter(record(wish).orElseThrow());
    }

    /**
     * Lets a release that nobody asked for wait while a newer alert stands on the device, and tells that once.
     *
     * @param alerts the answer to list alerts with {@link #newerAlerts}, or {@code null} if they could not be read
     * @param problem why not, or {@code null}
     * @return the wish; in state {@code waits} nothing is to be done now
     */
    public ReleaseWish unlessNewer(ReleaseWish wish, Map<String, ?> alerts, String problem) {
        Optional<Isolation> isolation = record(wish);
        Optional<String> objection = isolation.flatMap(found -> newerAlerts.objection(found, alerts, problem));
        if (objection.isEmpty()) {
            if (wish.state().equals("waits")) {
                steps.resume(wish);
            }
            return now(wish);
        }
        boolean waits = steps.postpone(wish, "waits", clock.millis() + LOOK_AGAIN.toMillis());
        ReleaseWish waiting = now(wish);
        if (waits && !"release-waits".equals(waiting.told())) {
            steps.tell(waiting, notice(isolation.get(), "release-waits", objection.get(), waiting));
        }
        return waiting; // or what a person made of it meanwhile
    }

    /**
     * What is to be done now.
     *
     * @param actions the answer to list machine actions
     */
    public ReleasePlan plan(ReleaseWish wish, Map<String, ?> actions) {
        return record(wish)
                .map(isolation -> planner.plan(wish, isolation, new MachineActions(actions, wish.deviceId()), settle()))
                .orElseGet(() -> ReleasePlan.nothing(wish, null)); // it is over; the next tick forgets the wish
    }

    /**
     * Notes that Defender accepted the request.
     *
     * @throws DefenderUnavailableException if the answer names no machine action; we look again after {@code isolation.settle}
     */
    public void accepted(ReleasePlan plan, Map<String, ?> action) {
        String actionId = Alerts.id(action)
                .orElseThrow(() -> new DefenderUnavailableException(
                        "Defender accepted the release of %s and names no machine action"
                                .formatted(plan.wish().deviceId())));
        steps.accepted(now(plan.wish()), actionId);
        LOG.info(
                "Release of {} requested, by {}.",
                plan.wish().deviceId(),
                plan.wish().who());
        problems.solved(ROUTE);
    }

    /** Notes that the isolation is called off; whether that came in time is looked at soon. */
    public void cancelled(ReleasePlan plan) {
        steps.postpone(now(plan.wish()), "cancelling", clock.millis() + SOON.toMillis());
        LOG.info(
                "Isolation of {} called off, by {}.",
                plan.wish().deviceId(),
                plan.wish().who());
        problems.solved(ROUTE);
    }

    /**
     * Defender was throttling: nothing was accepted, and there is nothing to look for first.
     *
     * @throws DefenderThrottledException always the given one
     */
    public void throttled(ReleasePlan plan, DefenderThrottledException throttled) {
        steps.back(now(plan.wish()), plan.isolation().state(), clock.millis());
        throw throttled;
    }

    /** Something was under way already, or the isolation has just ended: the next look shows what. */
    public void tooLate(ReleasePlan plan) {
        steps.back(now(plan.wish()), plan.isolation().state(), clock.millis() + SOON.toMillis());
    }

    /** Notes and tells that it was refused. */
    public void refused(ReleasePlan plan, Exception problem) {
        boolean ended = plan.step().equals("cancel")
                && problem instanceof DefenderRefusedException refusal
                && refusal.getStatus() == 400;
        if (ended || problem instanceof GateClosedException && !isReleasable(plan)) {
            tooLate(plan);
            return;
        }
        ReleaseWish wish = now(plan.wish());
        String why = problem.getMessage().replaceAll("\\.$", "");
        Notice notice = notice(plan.isolation(), "release-failed", why, wish);
        String before = plan.isolation().state();
        String stands = before.equals("releasing") ? "isolated" : before; // a release that runs all the same is noticed
        if (steps.failed(wish, stands, why, notice)) {
            LOG.warn("{} not released: {}", wish.deviceId(), problem.getMessage());
        }
    }

    /** Whether the record still is what the plan was made for. */
    private boolean isReleasable(ReleasePlan plan) {
        return record(plan.wish())
                .filter(now -> now.state().equals(plan.isolation().state()))
                .isPresent();
    }

    private ReleaseWish now(ReleaseWish wish) {
        return releases.open(wish.isolationId()).orElse(wish);
    }

    private Optional<Isolation> record(ReleaseWish wish) {
        return isolations.open(wish.deviceId()).filter(open -> open.id().equals(wish.isolationId()));
    }

    private Notice notice(Isolation isolation, String kind, String problem, ReleaseWish wish) {
        return notices.of(
                isolation, kind, problem, null, ledger.courses().noticeOf(isolation.alertId()), Optional.of(wish));
    }

    private Duration settle() {
        return settings.duration("isolation.settle");
    }
}
