package io.github.defenderroutes.approval;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.mail.MailModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was told when a person was asked, as a case keeps it. */
final class Asked {
    private Asked() {}

    /** Whether it can be read again. */
    static boolean isReadable(Approval approval) {
        return MailModel.read(approval.model()).isPresent();
    }

    /** If it cannot be read again, what the case knows of itself. */
    static MailModel model(Approval approval) {
        return MailModel.read(approval.model()).orElseGet(() -> known(approval));
    }

    private static MailModel known(Approval approval) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", approval.alertId());
        alert.put("title", approval.title());
        alert.put("severity", approval.severity().toString());
        alert.put("machineId", approval.deviceId());
        Map<String, Object> device = Map.of("id", approval.deviceId(), "computerDnsName", approval.device());
        return MailModel.of(null)
                .alert(alert)
                .alertIds(List.of(approval.alertId()))
                .device(device)
                .build();
    }

    static Finding finding(Approval approval) {
        return Finding.of(model(approval).alert());
    }
}
