package io.github.defenderroutes.approval;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Approval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An approved case in hand, for one of its alerts.
 *
 * @param alertIds the alert that the device is isolated for now, and after it those that remain
 */
public record ApprovedCase(Approval approval, List<String> alertIds) {

    /** What stands for the alert until isolate-device has read it; a finding stands for itself. */
    public Map<String, Object> alert() {
        Finding finding = finding();
        return finding == null ? Map.of("id", alertIds.get(0), "machineId", approval.deviceId()) : finding.alert();
    }

    /** What a hunt found, or {@code null} if it is an alert. */
    public Finding finding() {
        String id = alertIds.get(0);
        return Finding.isId(id) && id.equals(approval.alertId()) ? Asked.finding(approval) : null;
    }

    /** What stands for the device until then. */
    public Map<String, Object> device() {
        return Map.of("id", approval.deviceId());
    }

    /** The same for the next alert; empty if there is none. */
    Optional<ApprovedCase> next() {
        return alertIds.size() > 1
                ? Optional.of(new ApprovedCase(approval, alertIds.subList(1, alertIds.size())))
                : Optional.empty();
    }
}
