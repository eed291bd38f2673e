package io.github.defenderroutes.defender;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.defenderroutes.standin.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route gives to the connector is what Defender is asked, and nothing else. */
class ConnectorTest extends OneKamelet {
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
}
