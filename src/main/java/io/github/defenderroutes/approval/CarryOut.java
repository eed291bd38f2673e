package io.github.defenderroutes.approval;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.judge.FourEyes;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route carry-out-approvals asks, as its bean {@code carryOut}. */
public final class CarryOut {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "carry-out-approvals";
    private static final int AT_ONCE = 100;

    /** The device is isolated for the newest of its alerts that still stands; so many are looked at. */
    private static final int ALERTS = 3;

    /** A case in hand of which we hear nothing more, because something failed on the way, is due again after this. */
    private static final Duration IN_HAND = Duration.ofSeconds(15);

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

    /** Tells the cases whose time is over, and gives those that were approved and are due, the first approved first. */
    public List<ApprovedCase> due() {
        if (!ledger.leads(ROUTE)) {
            return List.of();
        }
        approvals
                .expire(notices::expired)
                .forEach(expired -> LOG.info(
                        "Nobody decided about isolating {} in time, case {}. alertId={}",
                        expired.device(),
                        expired.id(),
                        expired.alertId()));
        return approvals.due(AT_ONCE).stream()
                .filter(this::stands)
                .map(this::inHand)
                .toList();
    }

    /** Whether it can be carried out still; tells that it cannot. One case about which this fails holds up no other. */
    private boolean stands(Approval approved) {
        try {
            boolean readable = Asked.isReadable(approved);
            if (!readable) {
                stop(
                        approved,
                        "what was known when a person was asked cannot be read again."
                                + " To fix: isolate it in the portal if it is needed");
            } else if (isOver(approved)) {
                tellStale(approved);
                return false;
            }
            return readable;
        } catch (RuntimeException e) {
            LOG.error(
                    "The case {} cannot be looked at; the others are. alertId={}",
                    approved.id(),
                    approved.alertId(),
                    e);
            return false;
        }
    }

    /** What a hunt found is kept of the run that asked; the later ones have nothing that could be read again. */
    private ApprovedCase inHand(Approval approved) {
        return new ApprovedCase(
                approved,
                approvals.alerts(approved.id()).stream()
                        .filter(id -> !Finding.isId(id) || id.equals(approved.alertId()))
                        .limit(ALERTS)
                        .toList());
    }

    /** Takes a case in hand. If something fails on the way, error-handling says so, and the case is due again. */
    public void begin(ApprovedCase inHand) {
        approvals.postpone(inHand.getApproval(), IN_HAND);
    }

    /** Whether it is too late to carry it out. What was sent is told, or looked for, however late; it is not sent again. */
    private boolean isOver(Approval approved) {
        boolean stale =
                approved.decidedAt() + settings.duration("isolation.max-age").toMillis() < clock.millis();
        return stale
                && record(approved)
                        .filter(record -> !record.state().equals("requesting"))
                        .isEmpty();
    }

    /** The open record that was to carry it out. */
    private Optional<Isolation> record(Approval approved) {
        return ledger.isolations().open(approved.deviceId()).filter(record -> record.id()
                .equals(approved.isolationId()));
    }

    private void tellStale(Approval approved) {
        stop(
                approved,
                "it was approved longer ago than isolation.max-age = %s and could not be carried out until now"
                        .formatted(settings.text("isolation.max-age")));
    }

    /**
     * Notes what isolate-device made of it.
     *
     * @param deviceNow the device as it was read just now, or {@code null} if it was not
     */
    public void carriedOut(ApprovedCase inHand, Isolation isolation, Map<String, Object> deviceNow) {
        Approval approved = inHand.getApproval();
        problems.solved(ROUTE);
        switch (isolation.state()) {
            case "requested", "under-way", "isolated" -> {
                approvals.conclude(
                        approved, "done", isolation.state(), closed -> notices.carriedOut(closed, isolation));
                log(approved, "isolation " + isolation.state());
                inHand.end();
            }
            case "refused", "stopped", "capped" -> notIsolated(inHand, isolation, deviceNow);
            default -> inHand.end(); // another alert is at it; the case is due again
        }
    }

    private void notIsolated(ApprovedCase inHand, Isolation isolation, Map<String, Object> deviceNow) {
        Approval approved = inHand.getApproval();
        boolean asked = isolation.id() != null;
        if (deviceNow != null && FourEyes.people(deviceNow) > approved.people()) {
            withdraw(approved, "a second person has to approve");
            approvals.needsAnother(approved, notices::half);
            log(approved, "a second person has to approve");
        } else if (!asked && inHand.hasAnotherAlert()) {
            inHand.nextAlert();
            return;
        } else if (asked) {
            approvals.conclude(
                    approved, "stopped", isolation.problem(), closed -> notices.carriedOut(closed, isolation));
            log(approved, "refused: " + isolation.problem());
        } else {
            stop(approved, isolation.problem());
        }
        inHand.end();
    }

    private void stop(Approval approved, String problem) {
        withdraw(approved, problem);
        approvals.conclude(approved, "stopped", problem, notices::stopped);
        log(approved, "not isolated: " + problem);
    }

    /** A decision that was not sent ends with its approval: the gate would let it out in the name of who approved. */
    private void withdraw(Approval approved, String problem) {
        approvals
                .get(approved.id())
                .flatMap(this::record)
                .filter(record -> record.state().equals("requesting"))
                .ifPresent(record -> ledger.isolations().close(record, "ended", problem));
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
