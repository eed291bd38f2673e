package io.github.defenderroutes.approval;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.judge.FourEyes;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route carry-out-approvals asks, as its bean {@code carryOut}. */
public final class CarryOut {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "carry-out-approvals";
    private static final int AT_ONCE = 100;

    /** The device is isolated for the newest of its alerts that still stands; so many are looked at. */
    private static final int ALERTS = 3;

    private static final Duration WORLD_FAILED = Duration.ofSeconds(15);
    private static final Duration WE_FAILED = Duration.ofMinutes(1);

    /** What isolate-device leaves behind; the next case must not find it. */
    private static final List<String> LEFT_BEHIND =
            List.of("isolation", "alertNow", "deviceNow", "machineActions", "machineAction", "lookedAt");

    private final Ledger ledger;
    private final Approvals approvals;
    private final ApprovalNotice notices;
    private final Settings settings;
    private final Problems problems;
    private final Clock clock;

    public CarryOut(Ledger ledger, Settings settings, Problems problems, Clock clock) {
        this.ledger = ledger;
        this.approvals = ledger.approvals();
        this.notices = new ApprovalNotice(settings, clock);
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
    }

    /** Tells the cases whose time is over, and gives those that were approved and are due. */
    public CarryOutRound begin() {
        CarryOutRound round = new CarryOutRound();
        if (!ledger.leads(ROUTE)) {
            return round;
        }
        approvals
                .expire(notices::expired)
                .forEach(expired -> LOG.info(
                        "Nobody decided about isolating {} in time, case {}. alertId={}",
                        expired.device(),
                        expired.id(),
                        expired.alertId()));
        for (Approval approved : approvals.due(AT_ONCE)) {
            if (isStale(approved)) {
                stop(
                        approved,
                        "it was approved longer ago than isolation.max-age = " + settings.text("isolation.max-age")
                                + " and could not be carried out until now");
            } else {
                round.add(
                        approved,
                        approvals.alerts(approved.id()).stream().limit(ALERTS).toList());
            }
        }
        return round;
    }

    private boolean isStale(Approval approved) {
        return approved.decidedAt() + settings.duration("isolation.max-age").toMillis() < clock.millis();
    }

    /** The next case; nothing that is known of the one before is left in the variables. */
    public ApprovedCase next(CarryOutRound round, Exchange exchange) {
        LEFT_BEHIND.forEach(exchange::removeVariable);
        return round.next();
    }

    /**
     * Notes what isolate-device made of it.
     *
     * @param deviceNow the device as it was read just now, or {@code null} if it was not
     */
    public void carriedOut(
            CarryOutRound round, ApprovedCase inHand, Isolation isolation, Map<String, Object> deviceNow) {
        Approval approved = inHand.approval();
        switch (isolation.state()) {
            case "requested", "under-way", "isolated" -> {
                approvals.conclude(
                        approved, "done", isolation.state(), closed -> notices.carriedOut(closed, isolation));
                log(approved, "isolation " + isolation.state());
            }
            case "refused", "stopped", "capped" -> notIsolated(round, inHand, isolation, deviceNow);
            default -> approvals.postpone(approved, WORLD_FAILED); // another alert is at it
        }
    }

    private void notIsolated(
            CarryOutRound round, ApprovedCase inHand, Isolation isolation, Map<String, Object> deviceNow) {
        Approval approved = inHand.approval();
        Optional<ApprovedCase> next = inHand.next();
        if (deviceNow != null && FourEyes.people(deviceNow) > approved.people()) {
            approvals.needsAnother(approved, notices::half);
            log(approved, "a second person has to approve");
        } else if (isolation.id() == null && next.isPresent()) {
            round.again(next.get());
        } else if (isolation.state().equals("refused") && isolation.id() != null) {
            approvals.conclude(
                    approved, "stopped", isolation.problem(), closed -> notices.carriedOut(closed, isolation));
            log(approved, "refused: " + isolation.problem());
        } else {
            stop(approved, isolation.problem());
        }
    }

    private void stop(Approval approved, String problem) {
        approvals.conclude(approved, "stopped", problem, notices::stopped);
        log(approved, "not isolated: " + problem);
    }

    /** It could not be carried out now; nothing was concluded, and it is tried again. */
    public void failed(CarryOutRound round, ApprovedCase inHand, Exception problem) {
        round.failed = true;
        boolean world = problem instanceof DefenderUnavailableException || problem instanceof IOException;
        Duration wait = problem instanceof DefenderUnavailableException unavailable
                ? unavailable.retryAfter().orElse(WORLD_FAILED)
                : world ? WORLD_FAILED : WE_FAILED;
        approvals.postpone(inHand.approval(), wait);
        String said = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        problems.report(ROUTE, said.endsWith(".") ? said : said + ".");
    }

    /** The end of a round. */
    public void end(CarryOutRound round) {
        if (!round.failed) {
            problems.solved(ROUTE);
        }
    }

    private static void log(Approval approved, String what) {
        LOG.info(
                "Approved by {}, {}: {}. alertId={}",
                approved.decided().name(),
                approved.device(),
                what,
                approved.alertId());
    }
}
