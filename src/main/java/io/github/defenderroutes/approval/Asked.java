package io.github.defenderroutes.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.mail.MailModel;

/** What was told when a person was asked, as a case keeps it. */
final class Asked {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Asked() {}

    static MailModel model(Approval approval) {
        try {
            return JSON.readValue(approval.model(), MailModel.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the case " + approval.id() + " told cannot be read again", e);
        }
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
