package io.github.defenderroutes.standin;

import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.defenderroutes.HandClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineActionsTest {

    private final HandClock clock = new HandClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final TestClient client = new TestClient(standIn);
    private final Tenant tenant = standIn.tenant();

    @BeforeEach
    void aDevice() {
        standIn.login().tokenLifetime(Duration.ofDays(30));
        tenant.add(aMachine("d-1").name("pc-1.corp.example"));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void anIsolationIsAcceptedThenGoesOnThenSucceeds() throws Exception {
        HttpResponse<String> accepted = isolate();

        assertThat(accepted.statusCode()).isEqualTo(201);
        JsonNode action = TestClient.json(accepted);
        assertThat(action.get("status").asText()).isEqualTo("Pending");
        assertThat(action.get("scope").isNull()).isTrue();
        assertThat(action.get("requestorComment").asText()).isEqualTo("alert a-1");
        assertThat(action).hasSize(21);
        assertThat(tenant.isolatedDevices()).isEmpty();

        clock.pass(Duration.ofMillis(100));
        assertThat(status(action)).isEqualTo("InProgress");

        clock.pass(Duration.ofMillis(200));
        assertThat(status(action)).isEqualTo("Succeeded");
        assertThat(tenant.isolatedDevices()).containsExactly("d-1");
        assertThat(tenant.acceptedIsolations("d-1")).hasSize(1);
    }

    @Test
    void aReleaseLiftsAnIsolation() throws Exception {
        isolate();
        clock.pass(Duration.ofSeconds(1));

        client.post("/api/machines/d-1/unisolate", "{\"Comment\":\"clean\"}");
        clock.pass(Duration.ofSeconds(1));

        assertThat(tenant.isolatedDevices()).isEmpty();
        assertThat(TestClient.ids(client.get(
                        "/api/machineactions",
                        "$filter",
                        "machineId eq 'd-1' and (type eq 'Isolate' or type eq 'Unisolate')",
                        "$orderby",
                        "creationDateTimeUtc desc")))
                .hasSize(2);
    }

    @Test
    void theActionThatTookEffectLastDecides() throws Exception {
        tenant.react("d-1", Reaction.succeeds().pendingFor(Duration.ofMinutes(5)));
        isolate();
        tenant.react("d-1", Reaction.succeeds());
        client.post("/api/machines/d-1/unisolate", "{\"Comment\":\"clean\"}");

        clock.pass(Duration.ofMinutes(6));

        assertThat(tenant.isolatedDevices()).containsExactly("d-1");
    }

    @ParameterizedTest
    @CsvSource({"Failed", "TimeOut", "Cancelled"})
    void anIsolationCanEndOtherwise(String end) throws Exception {
        tenant.react("d-1", Reaction.staysPending());
        JsonNode action = TestClient.json(isolate());
        clock.pass(Duration.ofDays(3));
        assertThat(status(action)).isEqualTo("Pending");

        tenant.finish(action.get("id").asText(), end);

        assertThat(status(action)).isEqualTo(end);
        assertThat(tenant.isolatedDevices()).isEmpty();
    }

    @Test
    void aFailureCarriesAnErrorNumber() throws Exception {
        tenant.reactByDefault(Reaction.fails());
        JsonNode action = TestClient.json(isolate());

        clock.pass(Duration.ofSeconds(1));

        JsonNode failed = action(action);
        assertThat(failed.get("status").asText()).isEqualTo("Failed");
        assertThat(failed.get("errorHResult").asInt()).isNotZero();
    }

    @Test
    void aDeviceCanRefuse() throws Exception {
        tenant.react("d-1", Reaction.refusesPlatform("Linux"));

        HttpResponse<String> answer = isolate();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).at("/error/code").asText()).isEqualTo("OsPlatformNotSupported");
        assertThat(tenant.acceptedIsolations("d-1")).isEmpty();
    }

    @Test
    void aDuplicateGivesTheActionUnderWay() throws Exception {
        JsonNode first = TestClient.json(isolate());

        HttpResponse<String> second = isolate();

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(TestClient.json(second).get("id")).isEqualTo(first.get("id"));
        assertThat(tenant.acceptedIsolations("d-1")).hasSize(1);
    }

    @Test
    void ofManyAtOnceOnlyOneIsAccepted() throws Exception {
        client.signIn();

        IntStream.range(0, 16).parallel().forEach(i -> {
            try {
                isolate();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });

        assertThat(tenant.acceptedIsolations("d-1")).hasSize(1);
        assertThat(standIn.calls("isolate"))
                .hasSize(16)
                .extracting(Call::status)
                .containsOnly(201);
    }

    @Test
    void aDuplicateCanBeRefused() throws Exception {
        tenant.duplicates(Tenant.Duplicates.REFUSE);
        isolate();

        HttpResponse<String> second = isolate();

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(second).at("/error/code").asText()).isEqualTo("ActiveRequestAlreadyExists");
        assertThat(TestClient.json(second).at("/error/message").asText()).isEqualTo("Action is already in progress");
    }

    @Test
    void isolatingAnIsolatedDeviceStaysPending() throws Exception {
        isolate();
        clock.pass(Duration.ofSeconds(1));

        JsonNode again = TestClient.json(isolate());
        clock.pass(Duration.ofHours(1));

        assertThat(status(again)).isEqualTo("Pending");
        assertThat(tenant.acceptedIsolations("d-1")).hasSize(2);
    }

    @Test
    void aNewActionMayBeHiddenAndNamelessForAWhile() throws Exception {
        tenant.react(
                "d-1", Reaction.succeeds().hiddenFor(Duration.ofSeconds(60)).namelessFor(Duration.ofSeconds(90)));
        JsonNode action = TestClient.json(isolate());

        assertThat(client.get("/api/machineactions/" + action.get("id").asText())
                        .statusCode())
                .isEqualTo(404);
        assertThat(TestClient.ids(client.get("/api/machineactions"))).isEmpty();

        clock.pass(Duration.ofSeconds(60));
        assertThat(action(action).get("computerDnsName").isNull()).isTrue();

        clock.pass(Duration.ofSeconds(30));
        assertThat(action(action).get("computerDnsName").asText()).isEqualTo("pc-1.corp.example");
        assertThat(action(action).get("scope").asText()).isEqualTo("Full");
    }

    @Test
    void somebodyElseCanIsolateToo() throws Exception {
        tenant.startAction("Isolate", "d-1", "analyst@corp.example", "by hand");

        assertThat(TestClient.json(client.get("/api/machineactions", "$filter", "requestor eq 'analyst@corp.example'"))
                        .get("value"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"Comment\":\"x\",\"IsolationType\":\"Total\"}', InvalidRequestBody",
        "'{\"comment\":\"x\"}', InvalidRequestBody",
        "'{\"Comment\":\"x\",\"isolationType\":\"Full\"}', InvalidRequestBody",
        "'{\"Comment\"', InvalidRequestBody",
        "'{\"Comment\":\" \"}', MissingRequiredParameter",
        "'{}', MissingRequiredParameter"
    })
    void aWrongBodyIsRefused(String body, String code) throws Exception {
        HttpResponse<String> answer = client.post("/api/machines/d-1/isolate", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void aBodyThatIsNotDeclaredAsJsonIsRefused() throws Exception {
        HttpResponse<String> answer = client.send(client.request("/api/machines/d-1/isolate")
                .POST(HttpRequest.BodyPublishers.ofString("{\"Comment\":\"x\"}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownDeviceIsNotFound() throws Exception {
        HttpResponse<String> answer = client.post("/api/machines/d-9/isolate", "{\"Comment\":\"x\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(TestClient.json(answer).at("/error/message").asText()).isEqualTo("Machine d-9 was not found");
    }

    @Test
    void aDeviceIsFoundByIdNameAndFilter() throws Exception {
        tenant.merge("d-1", "d-2");

        assertThat(TestClient.json(client.get("/api/machines/d-1"))).hasSize(33);
        assertThat(TestClient.json(client.get("/api/machines/pc-1.corp.example"))
                        .get("mergedIntoMachineId")
                        .asText())
                .isEqualTo("d-2");
        assertThat(TestClient.ids(client.get("/api/machines", "$filter", "id eq 'd-1' or id eq 'd-2'")))
                .containsExactly("d-1");
        assertThat(client.get("/api/machines/d-9").statusCode()).isEqualTo(404);
    }

    @Test
    void anActionIdMustBeAGuid() throws Exception {
        assertThat(client.get("/api/machineactions/abc").body())
                .contains("The key value (abc) from request is not valid."
                        + " The key value should be format of type 'Edm.Guid'.");
    }

    private HttpResponse<String> isolate() throws IOException {
        return client.post("/api/machines/d-1/isolate", "{\"Comment\":\"alert a-1\",\"IsolationType\":\"Full\"}");
    }

    private JsonNode action(JsonNode accepted) throws IOException {
        return TestClient.json(
                client.get("/api/machineactions/" + accepted.get("id").asText()));
    }

    private String status(JsonNode accepted) throws IOException {
        return action(accepted).get("status").asText();
    }
}
