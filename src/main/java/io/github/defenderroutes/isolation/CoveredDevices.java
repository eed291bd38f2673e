package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.isolation.MachineActions.Look;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Map;

/**
 * Whether a device is cut off already, or about to be, so that nobody has to be asked; as the bean {@code coveredDevices}.
 * Without a record of ours nothing is asked of Defender: whoever carries out an approval looks anyway.
 */
public final class CoveredDevices {
    private final Isolations isolations;
    private final Settling settling;

    public CoveredDevices(Isolations isolations, Settings settings, Clock clock) {
        this.isolations = isolations;
        this.settling = new Settling(settings, clock);
    }

    /** The open record of an isolation that Defender has accepted, or {@code null}. */
    public Isolation record(Map<String, ?> device) {
        return isolations
                .open(Alerts.id(device).orElseThrow())
                .filter(Settling::isTellable)
                .orElse(null);
    }

    /** Whether the record was compared with Defender's list so long ago that it needs a look. */
    public boolean needsLook(Isolation record) {
        return record != null && !settling.needsNoLook(record);
    }

    /** The record as it is after a look; {@code null} if Defender shows that the device is not cut off and not about to be. */
    public Isolation look(Isolation record, Map<String, ?> answer) {
        MachineActions listed = new MachineActions(answer, record.deviceId());
        Look look = listed.look();
        return switch (look.standing()) {
            case ISOLATING -> found(record, look, record.ours() ? "requested" : "under-way");
            case ISOLATED -> found(record, look, "isolated");
            case RELEASING -> null;
            case RELEASED, NOTHING, UNCLEAR ->
                settling.isOnItsWay(record, listed, look, record.lookedAt()) ? record : null;
        };
    }

    private Isolation found(Isolation record, Look look, String state) {
        boolean ours = record.ours() && Settling.isOurs(record, look.action());
        String known = ours || !state.equals("requested") ? state : "under-way";
        String actionId = Alerts.id(look.action()).orElse(null);
        return isolations
                .found(record, known, ours, actionId, MachineActions.status(look.action()))
                .orElse(record);
    }
}
