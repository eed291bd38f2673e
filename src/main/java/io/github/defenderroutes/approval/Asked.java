package io.github.defenderroutes.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.mail.MailModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was told when a person was asked, as a case keeps it. */
final class Asked {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Asked() {}

    /** Whether it can be read again. */
    static boolean isReadable(Approval approval) {
        return read(approval).isPresent();
    }

    /** If it cannot be read again, what the case knows of itself. */
    static MailModel model(Approval approval) {
        return read(approval).orElseGet(() -> known(approval));
    }

    private static Optional<MailModel> read(Approval approval) {
        try {
            return Optional.ofNullable(JSON.readValue(approval.model(), MailModel.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static MailModel known(Approval approval) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", approval.alertId());
        alert.put("title", approval.title());
        alert.put("severity", approval.severity().toString());
        alert.put("machineId", approval.deviceId());
        Map<String, Object> device = Map.of("id", approval.deviceId(), "computerDnsName", approval.device());
        return new MailModel(
                null, alert, List.of(approval.alertId()), device, null, null, null, null, null, null, null, null, 0);
    }

    static Finding finding(Approval approval) {
        return Finding.of(model(approval).alert());
    }

    static String json(MailModel model) {
        try {
            return JSON.writeValueAsString(model);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The notice cannot be written as JSON", e);
        }
    }
}
