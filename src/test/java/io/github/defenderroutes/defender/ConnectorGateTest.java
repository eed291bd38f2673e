package io.github.defenderroutes.defender;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing passes the connector without the gate and the budget. */
class ConnectorGateTest extends OneKamelet {
    // ---- the gate

    @Test
    void withoutAGateNothingActs() throws Exception {
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        connector.camel().getRegistry().unbind("defenderGate");

        assertThatThrownBy(() -> send("x"))
                .hasMessage("isolate-device was not sent: there is no gate. To fix: bind the bean defenderGate.");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void aClosedGateSendsNothing() throws Exception {
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        connector.camel().getRegistry().unbind("defenderGate");
        connector.camel().getRegistry().bind("defenderGate", (Gatekeeper) (name, path) -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(() -> send("x")).hasMessage("closed");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void aKameletThatDoesNotSayThatItOnlyReadsIsTakenToAct() throws Exception {
        start("get-alert", "alertId", "a");

        assertThat(KameletFile.read(connector.camel(), "defender-call-action").acts())
                .isTrue();
        assertThat(KameletFile.read(connector.camel(), "defender-isolate-device-action")
                        .acts())
                .isTrue();
        assertThat(KameletFile.read(connector.camel(), "defender-release-device-action")
                        .acts())
                .isTrue();
        assertThat(KameletFile.read(connector.camel(), "defender-get-device-action")
                        .acts())
                .isFalse();
    }

    @Test
    void aKameletThatIsolatesUnderAnotherNameAndSaysItReadsIsGatedAsAnIsolation() throws Exception {
        standIn.tenant().add(aMachine(DEVICE));
        start("disguised", "machineId", DEVICE);

        send("x");

        assertThat(passed).containsExactly("isolate-device {machineId=%1$s, actionId=%1$s}".formatted(DEVICE));
    }

    @Test
    void whatAValueMakesOfThePathIsWhatTheGateJudges() throws Exception {
        standIn.tenant().add(aMachine(DEVICE));
        start("open", "machineId", DEVICE, "action", "${body}");

        send("isolate");
        assertThat(passed)
                .singleElement()
                .asString()
                .startsWith("isolate-device {")
                .contains("machineId=" + DEVICE);
    }

    @ParameterizedTest
    @CsvSource({
        "POST /api/machines/{machineId}/isolate?x=1,        machineId",
        "POST /api/machines/x/../{machineId}/isolate,       machineId",
        "POST /api/machines/{machineId}/isolate/,           machineId",
        "POST /api/machines/victim/isolate,                 machineId"
    })
    void aRequestThatTheServiceCouldReadInAnotherWayIsNotSent(String request, String value) throws Exception {
        start("get-alert", "alertId", "a");
        Operation operation = new Operation();
        operation.setCamelContext(connector.camel());
        operation.setKamelet("defender-isolate-device-action");
        operation.setRequest(request);
        operation.getPath().put(value, DEVICE);

        assertThatThrownBy(() -> operation.process(exchange("x", Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("defender-isolate-device-action cannot be used: its request is '" + request);
        assertThat(passed).isEmpty();
    }

    @Test
    void aRouteThatCallsWhatSendsWithoutWhatAsksSendsNothing() throws Exception {
        standIn.tenant().add(aMachine(DEVICE));
        connector.start("defender-call-action", Map.of());

        assertThatThrownBy(() -> call(
                        "{\"Comment\":\"past the gate\"}",
                        Map.of(
                                "CamelHttpMethod",
                                "POST",
                                "CamelHttpPath",
                                "/api/machines/" + DEVICE + "/isolate",
                                DefenderHttp.PASS,
                                "guessed")))
                .isInstanceOf(DefenderRefusedException.class)
                .hasMessageContaining("was not sent: none of the connector's Kamelets prepared it");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void readingDoesNotAskTheGate() throws Exception {
        standIn.tenant().add(anAlert("a"));
        start("get-alert", "alertId", "a");

        send("x");

        assertThat(passed).isEmpty();
    }

    // ---- the budget

    @Test
    void everyCallAsksForAPermitAndTellsOfItsAnswer() throws Exception {
        standIn.tenant().add(anAlert("a"));
        standIn.faults().next("get-alert", Fault.status(503), Fault.throttled(), Fault.status(404));
        start("get-alert", "alertId", "a");

        catchThrowable(() -> send("x"));
        catchThrowable(() -> send("x"));
        catchThrowable(() -> send("x"));
        send("x");

        String asked = "get-alert REST 0/0";
        assertThat(permits.noted)
                .containsExactly(asked, "answered", asked, "throttled", asked, "answered", asked, "answered");
    }

    @Test
    void ourOwnHeaderReachesTheWireNeitherAtFirstNorInTheRepeatWithAFreshToken() throws Exception {
        standIn.tenant().add(anAlert("a"));
        start("get-alert", "alertId", "a");
        send("x");
        standIn.login().revokeAllTokens();

        send("x");

        assertThat(standIn.calls("get-alert")).extracting(Call::status).containsExactly(200, 401, 200);
        assertThat(standIn.calls("get-alert"))
                .allSatisfy(call -> assertThat(call.header(DefenderHttp.PASS)).isNull());
        assertThat(permits.noted).endsWith("get-alert REST 0/0", "repeat", "answered");
    }

    @Test
    void withoutRoomNothingIsSentAndTheGateIsNotEvenAsked() throws Exception {
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        permits.room(0);

        assertThatThrownBy(() -> send("x"))
                .isInstanceOfSatisfying(DefenderThrottledException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(7)));

        assertThat(passed).isEmpty();
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void withoutRoomForTheRepeatARejectedTokenIsReplacedAndTheCallIsNotDone() throws Exception {
        standIn.tenant().add(aMachine(DEVICE));
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        send("x");
        standIn.login().revokeAllTokens();
        standIn.forgetCalls();
        permits.room(1);

        assertThatThrownBy(() -> send("x")).isInstanceOf(BudgetExhaustedException.class);
        assertThat(standIn.calls("isolate")).extracting(Call::status).containsExactly(401);

        permits.room(1);
        send("x");
        assertThat(standIn.calls("isolate")).extracting(Call::status).containsExactly(401, 201);
    }

    @Test
    void aPermitThatTheGateDoesNotLetUseIsGivenBack() throws Exception {
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        connector.camel().getRegistry().unbind("defenderGate");
        connector.camel().getRegistry().bind("defenderGate", (Gatekeeper) (name, path) -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(() -> send("x")).hasMessage("closed");

        assertThat(permits.noted).containsExactly("isolate-device RESPOND 0/0", "unused");
    }

    @Test
    void theClassOfACallThatReadsIsWhatItsRouteSaysAndOneThatActsAlwaysResponds() throws Exception {
        standIn.tenant().add(aMachine(DEVICE)).add(anAlert("a"));
        start("get-alert", "alertId", "a");
        send(quota("poll"));
        send(quota("respond"));
        start("isolate-device", "machineId", DEVICE, "comment", "why");
        send(quota("rest"));

        assertThat(permits.noted)
                .filteredOn(line -> !line.equals("answered"))
                .containsExactly("get-alert POLL 0/0", "get-alert RESPOND 0/0", "isolate-device RESPOND 0/0");
    }

    @Test
    void aClassThatWeDoNotKnowIsNamed() throws Exception {
        start("get-alert", "alertId", "a");

        assertRefused(quota("urgent"), "get-alert was not sent: the variable quota is 'urgent'. To fix: set it to");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void whatAKameletSaysOfItsQuotaReachesTheBudget() throws Exception {
        standIn.tenant().add(anAlert("a"));
        start("scarce", "alertId", "a");

        send("x");

        assertThat(permits.noted).startsWith("scarce REST 2/50");
    }

    @Test
    void withoutABudgetNothingIsSent() throws Exception {
        start("get-alert", "alertId", "a");
        connector.camel().getRegistry().unbind("defenderBudget");

        assertThatThrownBy(() -> send("x"))
                .hasMessage("get-alert was not sent: there is no budget. To fix: bind the bean defenderBudget.");
        assertThat(standIn.calls()).isEmpty();
    }

    private Exchange quota(String word) {
        Exchange exchange = exchange("x", Map.of());
        exchange.setVariable("quota", word);
        return exchange;
    }
}
