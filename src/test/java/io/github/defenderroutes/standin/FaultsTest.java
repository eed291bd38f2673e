package io.github.defenderroutes.standin;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.defenderroutes.HandClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final HandClock clock = new HandClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final TestClient client = new TestClient(standIn);
    private final Faults faults = standIn.faults();

    @BeforeEach
    void content() {
        standIn.tenant().add(anAlert("a")).add(anAlert("b")).add(aMachine("d-1"));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void nextFaultsHappenOnceEachInTheirOrder() throws Exception {
        faults.next("list-alerts", Fault.status(503), Fault.none(), Fault.throttled("2.128"));

        assertThat(list().statusCode()).isEqualTo(503);
        assertThat(list().statusCode()).isEqualTo(200);
        HttpResponse<String> throttled = list();
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("2.128");
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    void aCapturedThrottlingHasTheCode429AndNoRetryAfter() throws Exception {
        faults.next("list-alerts", Fault.throttled());

        HttpResponse<String> answer = list();

        assertThat(TestClient.json(answer).at("/error/code").asText()).isEqualTo("429");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void aStandingFaultHitsItsOperationUntilCleared() throws Exception {
        faults.always("list-alerts", Fault.status(500));

        assertThat(list().statusCode()).isEqualTo(500);
        assertThat(list().statusCode()).isEqualTo(500);
        assertThat(client.get("/api/alerts/a").statusCode()).isEqualTo(200);
        faults.clear();
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    void aFaultCanLastForATime() throws Exception {
        faults.during(Faults.ANY, Duration.ofMinutes(1), Fault.html(502));
        client.useToken("any");

        assertThat(list().body()).startsWith("<html>");
        clock.pass(Duration.ofMinutes(1));
        client.signIn();
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    void aCallCanBeCarriedOutAlthoughItFails() throws Exception {
        faults.next("isolate", Fault.status(504).butCarriedOut(), Fault.status(504));

        assertThat(isolate().statusCode()).isEqualTo(504);

        assertThat(standIn.tenant().acceptedIsolations("d-1")).hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        assertThat(isolate().statusCode()).isEqualTo(504);
        assertThat(standIn.tenant().acceptedIsolations("d-1")).hasSize(1);
    }

    @Test
    void aConnectionCanBeResetAfterTheDeed() throws Exception {
        client.signIn();
        faults.next("isolate", Fault.reset().butCarriedOut());

        assertThatThrownBy(this::isolate).isInstanceOf(IOException.class);

        assertThat(standIn.tenant().acceptedIsolations("d-1")).hasSize(1);
        assertThat(standIn.calls("isolate").get(0).status()).isZero();
    }

    @Test
    void aBodyCanEndTooEarly() throws Exception {
        client.signIn();
        faults.next("list-alerts", Fault.truncated());

        assertThatThrownBy(this::list).isInstanceOf(IOException.class);
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    void jsonCanBeBroken() throws Exception {
        faults.next("list-alerts", Fault.brokenJson());

        HttpResponse<String> answer = list();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> TestClient.json(answer)).hasCauseInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aSlowAnswerRunsIntoTheClientsTimeout() throws Exception {
        faults.next("list-alerts", Fault.slow(Duration.ofMinutes(1)));

        assertThatThrownBy(() -> client.send(client.request("/api/alerts")
                        .timeout(Duration.ofMillis(200))
                        .build()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(standIn.calls("list-alerts")).hasSize(1);
    }

    @Test
    void anAnswerIsHeldUntilItIsLetGo() throws Exception {
        faults.hold("list-alerts");
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return list().statusCode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> !standIn.calls("list-alerts").isEmpty());
        assertThat(answer).isNotDone();

        faults.clear();

        assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(200);
    }

    @Test
    void theDateHeaderCanBeWrong() throws Exception {
        faults.clockSkew(Duration.ofHours(-1));

        assertThat(list().headers().firstValue("Date")).contains("Fri, 20 Nov 2026 08:00:00 GMT");
    }

    @Test
    void pagesCanComeUnsorted() throws Exception {
        for (int i = 0; i < 20; i++) {
            standIn.tenant().add(anAlert("x" + i));
        }
        faults.next("list-alerts", Fault.unsorted());

        assertThat(TestClient.ids(client.get("/api/alerts", "$orderby", "id asc")))
                .hasSize(22)
                .isNotEqualTo(TestClient.ids(client.get("/api/alerts", "$orderby", "id asc")));
    }

    @Test
    void orInAFilterCanBeRefused() throws Exception {
        faults.next("list-alerts", Fault.refusesOr());

        HttpResponse<String> answer = client.get("/api/alerts", "$filter", "id eq 'a' or id eq 'b'");

        assertThat(TestClient.json(answer).at("/error/code").asText()).isEqualTo("ODataError");
    }

    @Test
    void aQuotaRefusesTheCallTooManyAndSaysHowLong() throws Exception {
        faults.quota(Faults.ANY, 2, 3);
        list();
        clock.pass(Duration.ofSeconds(20));
        list();

        HttpResponse<String> refused = list();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("40");
        assertThat(refused.body()).contains("Maximum allowed 2 per 00:01:00", "again in 40 seconds.");
        assertThat(client.get("/api/alerts/a").statusCode()).isEqualTo(200);

        clock.pass(Duration.ofSeconds(40));
        assertThat(list().statusCode()).isEqualTo(200);
        clock.pass(Duration.ofMinutes(2));
        assertThat(list().body()).contains("Maximum allowed 3 per 01:00:00");
    }

    @Test
    void theTokenEndpointCanFailToo() throws Exception {
        client.signIn();
        faults.next("token", Fault.status(503));

        assertThat(client.requestToken(standIn.settings().get("defender.tenant-id"), Map.of())
                        .statusCode())
                .isEqualTo(503);
    }

    private HttpResponse<String> list() throws IOException {
        return client.get("/api/alerts");
    }

    private HttpResponse<String> isolate() throws IOException {
        return client.post("/api/machines/d-1/isolate", "{\"Comment\":\"x\",\"IsolationType\":\"Full\"}");
    }
}
