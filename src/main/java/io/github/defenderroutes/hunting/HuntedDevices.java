package io.github.defenderroutes.hunting;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the routes ask about the devices that a hunt found, as the bean {@code huntedDevices}. */
public final class HuntedDevices {
    /** A run whose devices cannot be reached is told without them after so many tries, about ten minutes. */
    private static final int TRIES = 6;

    private final Judge judge;
    private final Settings settings;

    public HuntedDevices(Judge judge, Settings settings) {
        this.judge = judge;
        this.settings = settings;
    }

    /** The ids of the devices in the new rows that something is to be done with; none if they are more than may be in one run. */
    public List<String> of(Hunt hunt) {
        HuntingQuery query = hunt.query();
        NewRows rows = hunt.newRows();
        if (query.devices() == DeviceResponse.NOTHING || rows.keys().isEmpty()) {
            return List.of();
        }
        if (!rows.names().contains(query.deviceColumn())) {
            hunt.note("The result has no column %s, so nothing was done with any device."
                    .formatted(query.deviceColumn()));
            return List.of();
        }
        Set<String> devices = rows.devices();
        String limit = query.proposesIsolation() ? "hunting.isolate.max-devices" : "hunting.respond.max-devices";
        if (devices.size() > settings.number(limit)) {
            hunt.note("The new rows name %d devices, more than %s = %d: nothing was done with any of them."
                    .formatted(devices.size(), limit, settings.number(limit)));
            return List.of();
        }
        return List.copyOf(devices);
    }

    /** What stands in the place of an alert. */
    public Finding finding(Hunt hunt, String machineId) {
        return hunt.finding(machineId);
    }

    /** May this device be cut off? The file of the query gives the most that may come of it. */
    public Decision judge(Hunt hunt, Finding finding, Map<String, ?> device) {
        String proposal = hunt.query().devices().proposal();
        return judge.decide(finding.alert(), device, null, proposal, false);
    }

    /** Notes what was decided and, if it came to that, what became of the isolation or which case waits for a person. */
    public void decided(Hunt hunt, Finding finding, Decision decision, Isolation isolation, Approval approval) {
        if (approval != null && approval.isWaiting()) {
            hunt.outcome(
                    finding.machineId(),
                    "approve",
                    "%s; case %s, commands: approve %s, deny %s"
                            .formatted(approval.because(), approval.id(), approval.id(), approval.id()));
        } else if (isolation == null) {
            String outcome = decision.wouldAsk() ? "would-ask" : decision.outcome();
            hunt.outcome(finding.machineId(), outcome, decision.because());
        } else {
            hunt.outcome(finding.machineId(), isolation.state(), isolation.problem());
        }
    }

    /** Notes what was done, in a word that the mail has a sentence for. */
    public void note(Hunt hunt, Finding finding, String outcome) {
        hunt.outcome(finding.machineId(), outcome, null);
    }

    /** Notes what would be done in {@code isolation.mode = enforce}. */
    public void notInForce(Hunt hunt, Finding finding) {
        String because = "isolation.mode = " + settings.text("isolation.mode");
        hunt.outcome(finding.machineId(), "would-" + hunt.query().response(), because);
    }

    /** Notes that Defender or the gate refused it. */
    public void refused(Hunt hunt, Finding finding, Exception refusal) {
        hunt.outcome(finding.machineId(), "failed", refusal.getMessage());
    }

    /**
     * Notes, at the last try, that it could not be done.
     *
     * @throws Exception the given one, before the last try: the whole run is put off
     */
    public void unavailable(Hunt hunt, Finding finding, Exception unavailable) throws Exception {
        if (hunt.schedule().delays() + 1 < TRIES) {
            throw unavailable;
        }
        hunt.outcome(finding.machineId(), "failed", unavailable.getMessage());
    }
}
