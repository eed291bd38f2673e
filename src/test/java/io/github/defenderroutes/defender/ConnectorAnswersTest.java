package io.github.defenderroutes.defender;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which token goes where, and what the connector makes of what comes back. */
class ConnectorAnswersTest extends OneKamelet {
    // ---- Microsoft Graph

    @Test
    void aHuntingQueryGoesToGraphWithATokenForItAndOnlyReads() throws Exception {
        standIn.login().grant("ThreatHunting.Read.All");
        standIn.hunting().finds("DeviceInfo", Map.of("DeviceId", "String"), List.of(Map.of("DeviceId", DEVICE)));
        start("run-hunting-query", "query", "${body}", "timespan", "P7D");

        assertThat(send("DeviceInfo | where x == \"ü\"")).containsEntry("results", List.of(Map.of("DeviceId", DEVICE)));

        assertThat(theCall().header("Host")).isEqualTo(standIn.graphUrl().getAuthority());
        assertThat(theCall().body())
                .isEqualTo("{\"Query\":\"DeviceInfo | where x == \\\"ü\\\"\",\"Timespan\":\"P7D\"}");
        assertThat(passed).isEmpty();
        assertThat(permits.noted).startsWith("run-hunting-query REST 45/0 of Microsoft Graph");
    }

    @Test
    void aMailGoesToGraphInBase64AndNeitherGateNorQuotaIsAsked() throws Exception {
        standIn.login().grant("Mail.Send");
        start("send-mail", "mailbox", "a@corp.example", "mail", "${body}");

        assertThat(send("From: a@corp.example\r\nTo: b@corp.example\r\nSubject: x\r\n\r\nü"))
                .isEmpty();

        assertThat(theCall().operation()).isEqualTo("send-mail");
        assertThat(theCall().header("Content-Type")).isEqualTo("text/plain");
        assertThat(theCall().body()).startsWith("RnJvbTog").doesNotContain(" ");
        assertThat(standIn.mails().all()).hasSize(1);
        assertThat(passed).isEmpty();
        assertThat(permits.noted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@b/c", "../x@y", "a b@c", "nobody"})
    void aMailboxThatIsNoneIsRefusedBeforeAnyCall(String mailbox) throws Exception {
        start("send-mail", "mailbox", "${body}", "mail", "From: x");

        assertRefused(mailbox, "send-mail was not sent: its parameter mailbox ");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void aKameletThatSaysItMailsButDoesSomethingElseIsTakenToAct() throws Exception {
        start("get-alert", "alertId", "a");
        KameletFile says = KameletFile.read(connector.camel(), "defender-send-mail-action");

        Map<String, String> device = Map.of("id", "d1");
        assertThat(Effect.of(says, "POST /api/machines/{id}/isolate", device, Map.of()))
                .isEqualTo(new Effect(true, "isolate-device", Map.of("id", "d1", "machineId", "d1", "actionId", "d1")));
        Map<String, String> mailbox = Map.of("mailbox", "soc@corp.example");
        assertThat(Effect.of(says, "POST /v1.0/users/{mailbox}/sendMail", mailbox, Map.of()))
                .isEqualTo(new Effect(false, "send-mail", mailbox));
    }

    @Test
    void whatGraphRefusesIsToldAsGraphs() throws Exception {
        start("run-hunting-query", "query", "DeviceInfo");

        assertThatThrownBy(() -> send("x"))
                .isInstanceOf(DefenderRefusedException.class)
                .hasMessageStartingWith("Microsoft Graph refused run-hunting-query: 403 Forbidden")
                .hasMessageContaining("grant the app ThreatHunting.Read.All");
    }

    // ---- the token

    @Test
    void aTokenGoesOnlyToTheHostItIsFor() throws Exception {
        try (StandIn stranger = StandIn.start()) {
            changes.put("defender.api-url", stranger.url().toString());
            connector.tokensFor(standIn.url());
            start("get-alert", "alertId", "a");

            catchThrowable(() -> send("x"));

            assertThat(stranger.calls("get-alert"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.header("Authorization")).isNull());
        }
    }

    @Test
    void aRejectedTokenIsReplacedOnce() throws Exception {
        standIn.tenant().add(aMachine(DEVICE));
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        send("x");
        standIn.login().revokeAllTokens();
        standIn.forgetCalls();

        send("x");

        assertThat(standIn.calls("isolate")).extracting(Call::status).containsExactly(401, 201);
        assertThat(standIn.calls("isolate"))
                .extracting(Call::body)
                .containsOnly(theCall().body());
        assertThat(standIn.calls("token")).hasSize(1);
    }

    @Test
    void aTokenRejectedTwiceIsAFailureOfTheWorld() throws Exception {
        standIn.faults().times("get-alert", 2, Fault.answer(401, "text/plain", ""));
        start("get-alert", "alertId", "a");

        assertThatThrownBy(() -> send("x"))
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessage("Defender did not accept our token for get-alert, nor a fresh one: 401. To fix: check"
                        + " defender.api-scope and that the app is enabled.");
        assertThat(standIn.calls("get-alert")).hasSize(2);
    }

    // ---- answers

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 408, 302})
    void afterAFailureNothingIsSentAgainByItself(int status) throws Exception {
        standIn.tenant().add(aMachine(DEVICE)).add(anAlert("a"));
        standIn.faults().next("isolate", Fault.status(status)).next("get-alert", Fault.status(status));
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        assertThatThrownBy(() -> send("x")).isInstanceOf(DefenderUnavailableException.class);
        start("get-alert", "alertId", "a");
        assertThatThrownBy(() -> send("x")).isInstanceOf(DefenderUnavailableException.class);

        assertThat(standIn.calls("isolate")).hasSize(1);
        assertThat(standIn.calls("get-alert")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 409, 410, 422})
    void aRefusalIsAFactWithItsStatusAndCode(int status) throws Exception {
        standIn.faults().next("get-alert", Fault.status(status, "SomeCode", "some text\nsecond line"));
        start("get-alert", "alertId", "a");

        assertThatThrownBy(() -> send("x"))
                .isInstanceOfSatisfying(DefenderRefusedException.class, e -> {
                    assertThat(e.getStatus()).isEqualTo(status);
                    assertThat(e.getCode()).isEqualTo("SomeCode");
                    assertThat(e.isAlreadyInProgress()).isFalse();
                })
                .hasMessage("Defender refused get-alert: " + status + " SomeCode some text");
    }

    @Test
    void aMissingPermissionIsNamed() throws Exception {
        standIn.login().withdraw("Machine.Isolate");
        standIn.tenant().add(aMachine(DEVICE));
        start("isolate-device", "machineId", DEVICE, "comment", "why");

        assertThatThrownBy(() -> send("x"))
                .isInstanceOf(DefenderRefusedException.class)
                .hasMessageEndingWith(
                        ". To fix: grant the app Machine.Isolate and give admin consent (README.md, Go live)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "<html/>", "{\"value\":", "{\"id\":\"a\"} trailing"})
    void anAnswerThatIsNoObjectIsAFailureOfTheWorld(String body) throws Exception {
        standIn.faults().next("get-alert", Fault.answer(200, "application/json", body));
        start("get-alert", "alertId", "a");

        assertThatThrownBy(() -> send("x"))
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith("Defender's answer to get-alert is broken: ");
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureOfTheWorld() throws Exception {
        standIn.tenant().add(anAlert("a"));
        standIn.faults().next("get-alert", Fault.brokenJson(), Fault.reset(), Fault.html(404));
        start("get-alert", "alertId", "a");

        assertThatThrownBy(() -> send("x")).isInstanceOf(DefenderUnavailableException.class);
        assertThatThrownBy(() -> send("x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send("x")).hasMessage("Defender refused get-alert: 404");
    }

    @Test
    void howLongToWaitIsReadFromTheAnswer() throws Exception {
        start("get-alert", "alertId", "a");

        assertThat(waitAfter("37")).isEqualTo(Duration.ofSeconds(37));
        assertThat(waitAfter("2.128")).isEqualTo(Duration.ofMillis(2_128));
        assertThat(waitAfter("-5")).isEqualTo(Duration.ZERO);
        assertThat(waitAfter("1e300")).isEqualTo(Duration.ofHours(1));
        assertThat(waitAfter("Thu, 01 Jan 2099 00:00:00 GMT")).isEqualTo(Duration.ofHours(1));
        assertThat(waitAfter("Thu, 01 Jan 2015 00:00:00 GMT")).isEqualTo(Duration.ZERO);
        assertThat(waitAfter("soon")).as("what the budget thinks right").isEqualTo(Duration.ofSeconds(99));
        standIn.faults().next("get-alert", Fault.throttled());
        assertThatThrownBy(() -> send("x"))
                .isInstanceOfSatisfying(DefenderThrottledException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(8)));
    }

    @Test
    void theTimeOfTheAnswerIsAtHand() throws Exception {
        standIn.tenant().add(anAlert("a"));
        standIn.faults().clockSkew(Duration.ofHours(-2));
        start("get-alert", "alertId", "a");

        Instant answered = call("x", Map.of()).getProperty(Answer.DATE, Instant.class);

        assertThat(answered)
                .isBetween(Instant.now().minusSeconds(7_260), Instant.now().minusSeconds(7_140));
    }

    @Test
    void anAnswerThatTakesTooLongIsGivenUp() throws Exception {
        changes.put("defender.response-timeout", "300ms");
        standIn.tenant().add(anAlert("a"));
        start("get-alert", "alertId", "a");
        standIn.faults().next("get-alert", Fault.slow(Duration.ofSeconds(20)));

        assertThatThrownBy(() -> send("x")).isInstanceOf(IOException.class);

        assertThat(standIn.calls("get-alert")).hasSize(1);
    }

    private Duration waitAfter(String header) {
        standIn.faults().next("get-alert", Fault.throttled(header));
        Throwable thrown = catchThrowable(() -> send("x"));
        return ((DefenderUnavailableException) thrown).retryAfter().orElse(null);
    }
}
