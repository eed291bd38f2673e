package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.isolation.MachineActions.Look;
import io.github.defenderroutes.isolation.MachineActions.Standing;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.FourEyes;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The decision once more, on alert, device and machine actions as they are now, and what speaks against isolating. */
final class SecondLook {
    private final Isolations isolations;
    private final KillSwitch killSwitch;
    private final Judge judge;
    private final Settings settings;
    private final Clock clock;

    SecondLook(Isolations isolations, KillSwitch killSwitch, Judge judge, Settings settings, Clock clock) {
        this.isolations = isolations;
        this.killSwitch = killSwitch;
        this.judge = judge;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What was seen on it.
     *
     * @param approved the case in which a person has approved it, or {@code null}
     * @param learnt what else is known, for the rules
     */
    record Seen(
            Map<String, ?> alert,
            Map<String, ?> device,
            MachineActions actions,
            Look look,
            Learnt learnt,
            Approval approved) {}

    /** @param agedFrom when the alert's age begins to count, or {@code null} */
    Decision decision(Seen seen, Instant agedFrom) {
        return seen.approved == null
                ? judge.decide(seen.alert, seen.device, null, "isolate", false, agedFrom, seen.learnt)
                : AsAsked.decision(judge, seen.approved, seen.alert, seen.device);
    }

    /** What speaks against isolating; empty if nothing does. */
    Optional<String> objection(Seen seen, Decision decision) {
        return seen.approved == null
                ? objection(seen.alert, seen.device, seen.look, decision)
                : objectionInSpiteOf(seen.approved, seen.alert, seen.device, seen.look, decision);
    }

    /**
     * What speaks against isolating though a person approved it: what is not the person's to decide. That the device was
     * released a while ago, before the person was asked, is. The alert's age counts from when it was approved.
     */
    private Optional<String> objectionInSpiteOf(
            Approval approved, Map<String, ?> alert, Map<String, ?> device, Look look, Decision decision) {
        Optional<String> stop = killSwitch.objection();
        if (stop.isPresent()) {
            return stop;
        }
        Optional<String> release = release(device, look).flatMap(last -> last.objectionInSpiteOfApproval(alert));
        boolean stands = decision.isIsolate() || decision.isApprove();
        if (!release.isPresent() && stands && FourEyes.people(device) > approved.people()) {
            return Optional.of("on a fresh look it needs another person's approval");
        }
        if (!release.isPresent() && stands && AsAsked.isAnotherRecord(approved, device)) {
            return Optional.of("on a fresh look: The device record was merged into another since a person was asked");
        }
        return release.isPresent() || stands ? release : Optional.of("on a fresh look: " + decision.because());
    }

    /** What speaks against isolating: the kill switch, a person's release, or the judge on the alert as it is now. */
    private Optional<String> objection(Map<String, ?> alert, Map<String, ?> device, Look look, Decision decision) {
        Optional<String> stop = killSwitch.objection();
        if (stop.isPresent()) {
            return stop;
        }
        Optional<String> release =
                release(device, look).flatMap(last -> last.objection(alert, settings, clock.instant()));
        return release.isPresent() || decision.isIsolate()
                ? release
                : Optional.of("on a fresh look: " + decision.because());
    }

    /** The release that Defender lists; or, if it lists nothing of the device any more, the one that we noticed. */
    private Optional<Release> release(Map<String, ?> device, Look look) {
        if (look.standing() == Standing.RELEASED) {
            return Optional.of(Release.of(look.action()));
        }
        OptionalLong noticed = isolations.released(Alerts.id(device).orElse(""));
        return noticed.isPresent() ? Optional.of(Release.noted(noticed.getAsLong())) : Optional.empty();
    }
}
