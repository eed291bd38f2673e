package io.github.defenderroutes.approval;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Approval;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;

/** An approved case in hand: it is tried for one of its alerts after the other, until something came of it. */
public final class ApprovedCase {
    private final Approval approval;
    private final Deque<String> alertIds;

    /** @param alertIds those it is tried for, in this order; at least one */
    ApprovedCase(Approval approval, Collection<String> alertIds) {
        this.approval = approval;
        this.alertIds = new ArrayDeque<>(alertIds);
    }

    public Approval getApproval() {
        return approval;
    }

    /** Whether it is to be tried, for the first time or for the next of its alerts. */
    public boolean isOpen() {
        return !alertIds.isEmpty();
    }

    /** What stands for the alert until isolate-device has read it; a finding stands for itself. */
    public Map<String, Object> getAlert() {
        Finding finding = getFinding();
        return finding == null ? Map.of("id", alertIds.element(), "machineId", approval.deviceId()) : finding.alert();
    }

    /** What stands for the device until then. */
    public Map<String, Object> getDevice() {
        return Map.of("id", approval.deviceId());
    }

    /** What a hunt found, or {@code null} if it is an alert. */
    public Finding getFinding() {
        String id = alertIds.element();
        return Finding.isId(id) && id.equals(approval.alertId()) ? Asked.finding(approval) : null;
    }

    /** What enrichment had found when a person was asked. */
    public Map<String, Object> getFacts() {
        return Asked.model(approval).facts();
    }

    boolean hasAnotherAlert() {
        return alertIds.size() > 1;
    }

    void nextAlert() {
        alertIds.remove();
    }

    void end() {
        alertIds.clear();
    }
}
