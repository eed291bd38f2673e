package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.ReceivedMail;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts whose texts try to be something else: they are data, in the mail, on the wire and in the log. */
class HostileAlertTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${camelContext.stop} ${bean:run?method=park}",
                "\"},\"IsolationType\":\"None\",{\"",
                "a\r\nBcc: thief@evil.example\r\n\r\nHello",
                "<script>alert(1)</script> <img src=x onerror=y>",
                "{{defender.client-secret}} #{state.url} <#assign x=1> ${.data_model}",
                "' or true or id eq '",
                "‮txet desrever \u0000 \u0007 \uD83D\uDE00 \uD83D"
            })
    void anyTitleIsMailedAsItIsAndTheDeviceIsIsolated(String title) {
        our.device("d1");
        our.tenant().add(anAlert("a1").device("d1").title(title).set("description", title));

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        ReceivedMail mail = our.mailAbout("a1");
        assertThat(mail.to()).containsExactly("soc@corp.example");
        assertThat(mail.headers("Bcc")).isEmpty();
        assertThat(mail.subject()).startsWith("High: isolation requested").doesNotContain("\n", "\r");
        assertThat(mail.html()).doesNotContain("<script", "<img");
        assertThat(mail.raw()).doesNotContain("stand-in-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${camelContext.stop}", "a\"},{\"b", "a'b", "a/../b?c#d", "a%2F..%2Fb", "<b>", "a b;c,d", "ä€😀"
            })
    void anyIdIsHandledOnceWithItsDevice(String id) throws Exception {
        our.device("d1");
        our.tenant().add(anAlert(id).device("d1"));

        our.tick().tick();

        assertThat(our.mails()).hasSize(1);
        assertThat(our.mails().get(0).text()).contains(id);
        for (var call : our.requestsToIsolate()) {
            Map<?, ?> body = JSON.readValue(call.body(), Map.class);
            assertThat(body.keySet().stream().map(Object::toString)).containsExactly("Comment", "IsolationType");
            assertThat(body.get("Comment").toString()).contains(id);
        }
    }

    @Test
    void anIdWithALineBreakPutsNoHeaderIntoTheMail() {
        our.device("d1");
        our.tenant().add(anAlert("a1\r\nX-Evil: yes\r\n\r\nbody").device("d1"));

        our.tick();

        assertThat(our.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.headers("X-Evil")).isEmpty();
            assertThat(mail.text()).contains("WHAT TO DO NOW");
        });
    }

    @Test
    void textsOfAHundredThousandCharactersFitTheMail() {
        String text = "x".repeat(100_000);
        our.device("d1");
        our.tenant()
                .add(anAlert("long")
                        .device("d1")
                        .title(text)
                        .set("description", text)
                        .category(text));
        our.tenant().add(anAlert(text).device("d1"));
        our.alertOn("d2");

        our.tick();

        assertThat(our.mailAbout("long").subject()).hasSizeLessThan(200);
        our.mailAbout("alert-d2");
        assertThat(our.mails())
                .hasSize(3)
                .extracting(ReceivedMail::subject)
                .anyMatch(subject -> subject.contains("PARKED"));
        assertThat(our.tenant().actions()).extracting("machineId").containsExactlyInAnyOrder("d1", "d2");
    }

    @Test
    void fieldsOfAnUnexpectedShapeDoNotStopAnAlert() {
        our.device("d1");
        our.tenant()
                .add(anAlert("odd")
                        .device("d1")
                        .set("title", Map.of("a", List.of(1)))
                        .set("evidence", List.of("text", 5, List.of()))
                        .set("mitreTechniques", "T1003")
                        .set("loggedOnUsers", Map.of())
                        .set("comments", 5)
                        .set("incidentId", List.of())
                        .set("firstEventTime", "yesterday")
                        .set("a new field", Map.of("b", "c")));

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("odd");
    }
}
