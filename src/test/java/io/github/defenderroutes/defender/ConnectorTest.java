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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Kamelets in a real Camel context, over TLS against the stand-in. */
class ConnectorTest {
    private static final String DEVICE = "1111111122222222333333334444444455555555";

    private final KameletOnStandIn connector = new KameletOnStandIn();
    private final StandIn standIn = connector.standIn;
    private final List<String> passed = connector.passed;
    private final NotedPermits permits = connector.permits;
    private final Map<String, String> changes = connector.settings;

    @AfterEach
    void close() {
        connector.close();
    }

    // ---- what is data stays data

    @ParameterizedTest
    @ValueSource(
            strings = {
                "da1_-1",
                "m1?httpMethod=DELETE&proxyHost=evil",
                "..;x=1",
                "a%2f..%2fmachines",
                "${sys.user.name}",
                "{{defender.client-id}}",
                "RAW(x)&a=b",
                "o'brien \"q\" #1 +2 ü€😀",
                "a.b~c*d@e:f,g;h=i"
            })
    void anAlertIdIsOneSegmentOfThePathWhateverItHolds(String id) throws Exception {
        standIn.tenant().add(anAlert(id));
        start("get-alert", "alertId", "${body}");

        assertThat(send(id)).containsEntry("id", id);
        assertThat(theCall().method()).isEqualTo("GET");
        assertThat(theCall().query()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../alerts?x=1", "..", ".", "a/b", "a\\b", "a\r\nHost: evil", "", "  "})
    void anAlertIdThatCouldLeaveItsSegmentIsRefusedBeforeAnyCall(String id) throws Exception {
        start("get-alert", "alertId", "${body}");

        assertRefused(id, "get-alert was not sent: its parameter alertId ");
        assertThat(standIn.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"m1?httpMethod=DELETE", "../alerts", "m1'", "m 1", "m1\n", "ws.corp.example", "${body}", "%2e"})
    void aMalformedDeviceIdIsRefusedBeforeGateAndCall(String id) throws Exception {
        start("isolate-device", "machineId", "${body}", "comment", "why");

        assertRefused(id, "isolate-device was not sent: its parameter machineId is '");
        assertThat(standIn.calls()).isEmpty();
        assertThat(passed).isEmpty();
    }

    @Test
    void aCommentCannotBecomeAnotherFieldOfTheBody() throws Exception {
        String comment = "a\",\"IsolationType\":\"Selective\r\n${body} {{x}} \u0000 ü";
        standIn.tenant().add(aMachine(DEVICE));
        start("isolate-device", "machineId", DEVICE, "comment", "${body}", "isolationType", "Full");

        send(comment);

        assertThat(theCall().body())
                .isEqualTo("{\"Comment\":\"a\\\",\\\"IsolationType\\\":\\\"Selective\\r\\n${body} {{x}} \\u0000 ü\","
                        + "\"IsolationType\":\"Full\"}");
        assertThat(passed).containsExactly("isolate-device {machineId=%1$s, actionId=%1$s}".formatted(DEVICE));
    }

    @Test
    void aQuoteInAFilterValueCannotEndIt() throws Exception {
        start("list-devices", "filter", "computerDnsName eq '${body}'");
        // the filter is the caller's own OData text; a value from data goes through ids, which refuses quotes
        start("list-machine-actions", "machineId", "${body}");

        assertRefused("x' or machineId ne '", "list-machine-actions was not sent: its parameter machineId is 'x");
    }

    @Test
    void aMissingOrWrongParameterIsNamed() throws Exception {
        start("isolate-device", "machineId", DEVICE, "comment", "${body}", "isolationType", "${header.type}");

        assertRefused(" ", "isolate-device was not sent: its parameter comment is empty. To fix: give it a value.");
        assertRefused(
                Map.of("a", 1),
                "isolate-device was not sent: its parameter comment is not one value. To fix: give it a text.");
        assertThatThrownBy(() -> call("why", Map.of("type", "full")))
                .hasMessage(
                        "isolate-device was not sent: its parameter isolationType is 'full'. To fix: use one of [Full,"
                                + " Selective].");
        assertThat(passed).isEmpty();
    }

    @Test
    void theMessagesHeadersNeverReachTheWireNorThoseOfOneAnswerTheNextCall() throws Exception {
        standIn.tenant().add(anAlert("a"));
        standIn.faults()
                .next(
                        "get-alert",
                        Fault.answer(200, "application/json", "{\"id\":\"a\"}")
                                .header("X-Answer", "1")
                                .header("CamelHttpPath", "/evil"));
        start("get-alert", "alertId", "a");
        Map<String, Object> hostile = Map.of(
                "Jobdetail",
                "quartz",
                "CamelHttpUri",
                "https://evil.example",
                "CamelHttpMethod",
                "DELETE",
                "CamelHttpQuery",
                "x=1",
                "Authorization",
                "Bearer mine",
                "Host",
                "evil.example",
                "Cookie",
                "a=b");

        Exchange first = call("x", hostile);
        assertThat(first.getMessage().getHeaders()).isEmpty();
        send(first);

        Set<String> names = new TreeSet<>();
        standIn.calls("get-alert")
                .forEach(one -> one.headers().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT))));
        assertThat(names).isSubsetOf("accept", "accept-encoding", "authorization", "connection", "host", "user-agent");
        assertThat(standIn.calls("get-alert")).hasSize(2).allSatisfy(one -> assertThat(one.header("Authorization"))
                .isNotEqualTo("Bearer mine"));
    }

    // ---- filters and optional parameters

    @Test
    void emptyParametersLeaveNothingInTheQuery() throws Exception {
        start("list-alerts");

        send("x");

        assertThat(theCall().query()).isEmpty();
    }

    @Test
    void aFilterOfTheCallersOwnIsHeldTogether() throws Exception {
        start(
                "list-alerts",
                "updatedSince",
                "2026-11-20T09:00:00.1234567Z",
                "filter",
                "severity eq 'High' or category eq 'a b?method=x'",
                "orderBy",
                "lastUpdateTime asc",
                "top",
                "10",
                "skip",
                "",
                "expand",
                "evidence");

        send("x");

        assertThat(theCall().query())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "$filter",
                        "(severity eq 'High' or category eq 'a b?method=x') and lastUpdateTime ge"
                                + " 2026-11-20T09:00:00.1234567Z",
                        "$orderby",
                        "lastUpdateTime asc",
                        "$top",
                        "10",
                        "$expand",
                        "evidence"));
    }

    @Test
    void aFilterFromTheSettingsArrivesAsItIsWritten() throws Exception {
        changes.put("alerts.filter", "category ne 'a&b=c+d%41?x' and category ne 'Ünwanted'");
        start("list-alerts", "filter", "${properties:alerts.filter}");

        send("x");

        assertThat(theCall().query()).containsEntry("$filter", changes.get("alerts.filter"));
    }

    @Test
    void aParameterWithCharactersThatCamelReadsItselfIsWrittenAsRaw() throws Exception {
        start("list-alerts", "filter", "RAW(category ne 'a&b=c+d%41?x')");

        send("x");

        assertThat(theCall().query()).containsEntry("$filter", "category ne 'a&b=c+d%41?x'");
    }

    @Test
    void severalIdsAreAskedForTogether() throws Exception {
        start("list-devices", "ids", "${body}", "filter", "healthStatus eq 'Active' or riskScore eq 'High'");

        send(List.of("a1", "b2"));

        assertThat(theCall().query())
                .containsEntry(
                        "$filter", "(healthStatus eq 'Active' or riskScore eq 'High') and (id eq 'a1' or id eq 'b2')");
    }

    @Test
    void noIdsAreNotAllDevices() throws Exception {
        start("list-devices", "ids", "${body}");

        assertRefused(List.of(), "list-devices was not sent: its parameter ids is an empty list");
        assertRefused(Arrays.asList("a", null), "list-devices was not sent: its parameter ids ");
        assertRefused(List.of("a", "b' or 1 eq 1"), "list-devices was not sent: its parameter ids is 'b' or 1 eq 1'");
    }

    // ---- what its declared type says of a parameter

    @Test
    void aListIsWrittenOutOrYieldedAndEachOfItsItemsIsChecked() throws Exception {
        start("typed", "tags", "a, b", "days", "30", "all", "true", "commands", "[{\"type\":\"GetFile\"}]");
        catchThrowable(() -> send("x"));
        assertThat(theCall().body())
                .isEqualTo("{\"all\":true,\"commands\":[{\"type\":\"GetFile\"}],\"days\":30,\"tags\":[\"a\",\"b\"]}");

        start("typed", "tags", "${body}");
        catchThrowable(() -> send(List.of("a", "b")));
        assertThat(theCall().body()).isEqualTo("{\"tags\":[\"a\",\"b\"]}");
        assertRefused(
                List.of("a", "b!"), "typed was not sent: its parameter tags is 'b!'. To fix: it must match [a-z]+.");
        assertRefused(List.of(), "typed was not sent: its parameter tags is an empty list");
        assertRefused(
                List.of("a", "b", "c", "d"),
                "typed was not sent: its parameter tags has 4 items. To fix: give it at most 3.");
        assertRefused(
                List.of(Map.of("a", 1)),
                "typed was not sent: its parameter tags holds {a=1}. To fix: each item must be");
    }

    @Test
    void whatAnExpressionYieldsIsNeverReadAsJson() throws Exception {
        start("typed", "commands", "${body}");

        assertRefused("[{\"type\":\"RunScript\"}]", "typed was not sent: its parameter commands holds [{");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void aNumberAndATruthValueAreChecked() throws Exception {
        start("typed", "days", "${body}");
        assertRefused("soon", "typed was not sent: its parameter days is 'soon'. To fix: give it a whole number.");
        assertRefused("31", "typed was not sent: its parameter days is 31. To fix: give it a number from 1 to 30.");

        start("typed", "all", "${body}");
        assertRefused("yes", "typed was not sent: its parameter all is 'yes'. To fix: use true or false.");
    }

    @Test
    void aBodyWithNothingInItIsNotSent() throws Exception {
        start("typed");

        assertRefused("x", "typed was not sent: it has nothing to say. To fix: give a value to one of its parameters.");
        assertThat(standIn.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST /api/machines/{id}/isolate,               Full,            isolate-device",
        "POST /api/machines/{id}/isolate,               UnManagedDevice, contain-device",
        "POST /api/v1.0/machines/{id}/Unisolate,        ,                release-device",
        "POST /api/machines/{id}/offboard,              ,                offboard-device",
        "POST /api/machines/{id}/runliveresponse,       ,                run-live-response",
        "POST /api/machines/{id}/STOPANDQUARANTINEFILE, ,                stop-and-quarantine-file",
        "POST /api/indicators,                          ,                submit-indicator",
        "POST /api/indicators/import,                   ,                import-indicators",
        "POST /api/indicators/BatchDelete,              ,                delete-indicators",
        "DELETE /api/indicators/{id},                   ,                delete-indicator",
        "POST /api/machines/{id}/%69solate,             Full,            isolate-device",
        "POST /api/machines/{id}//isolate/,             Full,            isolate-device",
        "POST /api/machines/{id}/isolate;x=1,           Full,            isolate-device",
        "POST /api/machines/{id}/tags,                  ,                get-alert",
        "PATCH /api/alerts/{id},                        ,                get-alert"
    })
    void whatARequestDoesIsToldByTheRequestAndNotByItsKamelet(String request, String type, String gatedAs)
            throws Exception {
        start("get-alert", "alertId", "a");
        KameletFile says = KameletFile.read(connector.camel(), "defender-get-alert-action");

        Effect effect = Effect.of(says, request, Map.of(), type == null ? Map.of() : Map.of("IsolationType", type));

        assertThat(effect.acts()).isTrue();
        assertThat(effect.operation()).isEqualTo(gatedAs);
    }

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

    // ---- machinery

    private Duration waitAfter(String header) {
        standIn.faults().next("get-alert", Fault.throttled(header));
        Throwable thrown = catchThrowable(() -> send("x"));
        return ((DefenderUnavailableException) thrown).retryAfter().orElse(null);
    }

    private void assertRefused(Object body, String message) {
        assertThatThrownBy(() -> send(body))
                .isInstanceOfSatisfying(DefenderRefusedException.class, e -> assertThat(e.getStatus())
                        .isZero())
                .hasMessageStartingWith(message);
    }

    private Call theCall() {
        List<Call> calls = connector.calls();
        return calls.get(calls.size() - 1);
    }

    private Map<String, Object> send(Object body) throws Exception {
        return connector.send(body instanceof Exchange before ? before : exchange(body, Map.of()));
    }

    private Exchange call(Object body, Map<String, Object> headers) throws Exception {
        return connector.run(exchange(body, headers));
    }

    private Exchange exchange(Object body, Map<String, Object> headers) {
        Exchange exchange = connector.exchange(body);
        exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
        return exchange;
    }

    /** Starts a route that calls one Kamelet with these parameters: name, value, name, value … */
    private void start(String operation, String... parameters) throws Exception {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            named.put(parameters[i], parameters[i + 1]);
        }
        connector.start("defender-" + operation + "-action", named);
    }
}
