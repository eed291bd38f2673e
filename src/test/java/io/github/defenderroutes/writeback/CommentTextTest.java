package io.github.defenderroutes.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommentTextTest {
    private static final Settings SETTINGS = Settings.of(Map.of(
            "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
            "defender.client-id", "66666666-7777-8888-9999-000000000000",
            "defender.client-secret", "secret",
            "mail.host", "localhost",
            "mail.from", "a@corp.example",
            "mail.to", "b@corp.example",
            "alerts.write-back", "comment"));

    @Test
    void theMachineActionIsNamedWhereThereIsOne() {
        assertThat(text("da1", "not-isolated", "action-1"))
                .isEqualTo("Defender Routes: ws-1 is NOT isolated (machine action action-1): it is away");
        assertThat(text("da1", "not-isolated", null)).isEqualTo("Defender Routes: ws-1 is NOT isolated: it is away");
    }

    @Test
    void ofWhatAHuntFoundThereIsNoAlertToWriteOn() {
        assertThat(text("hunting:macros:1", "not-isolated", "action-1")).isNull();
    }

    private static String text(String alertId, String state, String actionId) {
        var isolation = new MailModel.Isolation(state, "Full", actionId, null, null, "it is away", null, null);
        Map<String, Object> alert = Map.of("id", alertId, "computerDnsName", "ws-1");
        return CommentText.of(
                MailModel.of(state)
                        .alert(alert)
                        .alertIds(List.of())
                        .isolation(isolation)
                        .mode("enforce")
                        .build(),
                SETTINGS);
    }
}
