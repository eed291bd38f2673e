package io.github.defenderroutes.standin;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.defenderroutes.HandClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertsTest {

    private final HandClock clock = new HandClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final TestClient client = new TestClient(standIn);
    private final Tenant tenant = standIn.tenant();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void anEmptyTenantGivesAnEmptyListWithContextAndHeaders() throws Exception {
        HttpResponse<String> answer = client.get("/api/alerts");

        assertThat(answer.body())
                .isEqualTo("{\"@odata.context\":\"" + standIn.url() + "/api/$metadata#Alerts\",\"value\":[]}");
        assertThat(answer.headers().firstValue("OData-Version")).contains("4.0");
        assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(answer.headers().firstValue("Date")).contains("Fri, 20 Nov 2026 09:00:00 GMT");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8");
    }

    @Test
    void anAlertHasEveryKeyInTheOrderOfTheApi() throws Exception {
        tenant.add(aMachine("d-1").name("pc-1.corp.example"));
        tenant.add(anAlert("da1_-1").device("d-1").createdAt(Instant.parse("2026-11-20T08:00:00.120Z")));

        JsonNode alert = TestClient.json(client.get("/api/alerts")).at("/value/0");

        List<String> keys = new ArrayList<>();
        alert.fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .hasSize(31)
                .startsWith("id", "incidentId", "investigationId", "assignedTo", "severity", "status")
                .endsWith("relatedUser", "loggedOnUsers", "comments", "evidence", "domains");
        assertThat(alert.get("alertCreationTime").asText()).isEqualTo("2026-11-20T08:00:00.12Z");
        assertThat(alert.get("computerDnsName").asText()).isEqualTo("pc-1.corp.example");
        assertThat(alert.get("resolvedTime").isNull()).isTrue();
    }

    @Test
    void theOrderIsById_unlessAskedForAnother() throws Exception {
        Instant nine = clock.instant();
        tenant.add(anAlert("b").updatedAt(nine)).add(anAlert("a").updatedAt(nine.plusNanos(100)));
        tenant.add(anAlert("c").updatedAt(nine));

        assertThat(TestClient.ids(client.get("/api/alerts"))).containsExactly("a", "b", "c");
        assertThat(TestClient.ids(client.get("/api/alerts", "$orderby", "lastUpdateTime asc")))
                .containsExactly("b", "c", "a");
        assertThat(TestClient.ids(client.get("/api/alerts", "$orderby", "lastUpdateTime desc")))
                .containsExactly("a", "b", "c");
    }

    @Test
    void topAndSkipPageWithoutANextLink() throws Exception {
        tenant.add(anAlert("a")).add(anAlert("b")).add(anAlert("c"));

        HttpResponse<String> page = client.get("/api/alerts", "$top", "2", "$skip", "1", "$count", "true");

        assertThat(TestClient.ids(page)).containsExactly("b", "c");
        assertThat(TestClient.json(page).get("@odata.count").asInt()).isEqualTo(3);
        assertThat(page.body()).doesNotContain("nextLink");
    }

    @Test
    void moreThanTenThousandAtOnceAreRefused() throws Exception {
        assertThat(client.get("/api/alerts", "$top", "10000").statusCode()).isEqualTo(200);
        assertThat(client.get("/api/alerts", "$top", "10001").statusCode()).isEqualTo(400);
        assertThat(client.get("/api/alerts", "$search", "x").statusCode()).isEqualTo(400);
        assertThat(client.get("/api/alerts", "$orderby", "title").statusCode()).isEqualTo(400);
    }

    @Test
    void cappedPagesAreLinkedUntilTheLast() throws Exception {
        tenant.add(anAlert("a")).add(anAlert("b")).add(anAlert("c"));
        standIn.faults().always("list-alerts", Fault.pageCap(2));

        HttpResponse<String> first = client.get("/api/alerts", "$filter", "severity eq 'High'", "$top", "100");
        HttpResponse<String> last =
                client.get(TestClient.json(first).get("@odata.nextLink").asText());

        assertThat(TestClient.ids(first)).containsExactly("a", "b");
        assertThat(TestClient.ids(last)).containsExactly("c");
        assertThat(last.body()).doesNotContain("nextLink");
    }

    @Test
    void evidenceIsEmptyUnlessExpanded() throws Exception {
        tenant.add(anAlert("a").evidence(Evidence.user("j.doe", "CORP")).evidence(Evidence.process("x.exe", "x -y")));

        JsonNode plain = TestClient.json(client.get("/api/alerts/a")).get("evidence");
        JsonNode expanded = TestClient.json(client.get("/api/alerts", "$expand", "evidence"))
                .at("/value/0/evidence");

        assertThat(plain).isEmpty();
        assertThat(expanded).hasSize(2);
        assertThat(expanded.get(0)).hasSize(25);
        assertThat(expanded.get(0).get("evidenceCreationTime").asText()).isEqualTo("2026-11-20T09:00:00Z");
    }

    @Test
    void aLateAlertAppearsWithItsOldTimes() throws Exception {
        Instant created = clock.instant().minus(Duration.ofHours(1));
        tenant.add(
                anAlert("late").createdAt(created).visibleFrom(clock.instant().plusSeconds(60)));
        assertThat(TestClient.ids(client.get("/api/alerts"))).isEmpty();
        assertThat(client.get("/api/alerts/late").statusCode()).isEqualTo(404);

        clock.pass(Duration.ofSeconds(60));

        assertThat(TestClient.ids(client.get("/api/alerts", "$filter", "lastUpdateTime le 2026-11-20T08:00:00Z")))
                .containsExactly("late");
    }

    @Test
    void aChangeMovesTheLastUpdateTime() throws Exception {
        tenant.add(anAlert("a").severity("Low"));
        clock.pass(Duration.ofMinutes(10));

        tenant.raiseSeverity("a", "High");
        tenant.comment("a", "looks bad");
        tenant.resolve("a");

        JsonNode alert = TestClient.json(client.get("/api/alerts/a"));
        assertThat(alert.get("lastUpdateTime").asText()).isEqualTo("2026-11-20T09:10:00Z");
        assertThat(alert.get("alertCreationTime").asText()).isEqualTo("2026-11-20T09:00:00Z");
        assertThat(alert.get("severity").asText()).isEqualTo("High");
        assertThat(alert.get("status").asText()).isEqualTo("Resolved");
        assertThat(alert.at("/comments/0/comment").asText()).isEqualTo("looks bad");
    }

    @Test
    void hostileAlertsCanBeExpressed() throws Exception {
        tenant.add(anAlert("no-id").without("id").set("severity", "Catastrophic"));
        tenant.add(
                anAlert("odd").device(null).title("x".repeat(100_000)).set("lastUpdateTime", "2099-01-01T00:00:00Z"));
        tenant.add(anAlert("wrong").set("evidence", "none").set("lastUpdateTime", 7));

        JsonNode alerts = TestClient.json(
                        client.get("/api/alerts", "$expand", "evidence", "$orderby", "lastUpdateTime"))
                .get("value");

        assertThat(alerts).hasSize(3);
        assertThat(alerts.findValuesAsText("id")).containsExactly("wrong", "odd");
        assertThat(alerts.findValuesAsText("severity")).contains("Catastrophic");
    }

    @Test
    void theVersionSegmentAndAnEncodedIdAreUnderstood() throws Exception {
        tenant.add(anAlert("da1/_-1"));

        assertThat(client.get("/api/v1.0/alerts/da1%2F_-1").statusCode()).isEqualTo(200);
        assertThat(standIn.calls("get-alert")).hasSize(1);
    }

    @Test
    void selectKeepsOnlyTheseFields() throws Exception {
        tenant.add(anAlert("a"));

        assertThat(client.get("/api/alerts", "$select", "id,severity").body())
                .contains("\"value\":[{\"id\":\"a\",\"severity\":\"High\"}]");
    }
}
