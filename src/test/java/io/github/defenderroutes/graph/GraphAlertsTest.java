package io.github.defenderroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an alert of Graph looks like to our routes. */
class GraphAlertsTest {
    private static final String ONE = "1111111122222222333333334444444455555555";
    private static final String TWO = "2222222222222222333333334444444455555555";

    @Test
    void theFieldsHaveDefendersNamesAndWords() throws Exception {
        Map<String, Object> alert = mapped("""
                {"id": "da1_-1", "providerAlertId": "da1_-1", "incidentId": "4711", "status": "inProgress",
                 "severity": "high", "classification": "truePositive", "determination": null,
                 "serviceSource": "microsoftDefenderForEndpoint", "title": "Suspicious access to LSASS service",
                 "threatDisplayName": "Mimikatz", "tenantId": "t1", "mitreTechniques": ["T1003.001"],
                 "createdDateTime": "2026-11-20T09:14:22.1362905Z", "lastUpdateDateTime": "2026-11-20T09:15:01.3133333Z",
                 "firstActivityDateTime": "2026-11-20T09:08:51Z", "lastActivityDateTime": "2026-11-20T09:09:03.19Z",
                 "resolvedDateTime": null, "alertWebUrl": "https://security.microsoft.com/alerts/da1_-1",
                 "comments": [{"comment": "hm", "createdByDisplayName": "J. Doe", "createdDateTime": "2026-11-20T10:00:00Z"}],
                 "evidence": []}""");

        assertThat(alert)
                .containsEntry("id", "da1_-1")
                .containsEntry("severity", "High")
                .containsEntry("status", "InProgress")
                .containsEntry("classification", "TruePositive")
                .containsEntry("alertCreationTime", "2026-11-20T09:14:22.1362905Z")
                .containsEntry("lastUpdateTime", "2026-11-20T09:15:01.3133333Z")
                .containsEntry("firstEventTime", "2026-11-20T09:08:51Z")
                .containsEntry("lastEventTime", "2026-11-20T09:09:03.19Z")
                .containsEntry("threatName", "Mimikatz")
                .containsEntry("aadTenantId", "t1")
                .containsEntry("incidentId", "4711")
                .containsEntry("alertWebUrl", "https://security.microsoft.com/alerts/da1_-1")
                .containsEntry(
                        "comments",
                        List.of(Map.of("comment", "hm", "createdBy", "J. Doe", "createdTime", "2026-11-20T10:00:00Z")))
                .doesNotContainKeys("createdDateTime", "lastUpdateDateTime", "tenantId");
    }

    @ParameterizedTest
    @CsvSource({
        "unknown,UnSpecified",
        "informational,Informational",
        "low,Low",
        "medium,Medium",
        "somethingNew,SomethingNew"
    })
    void aSeverityThatWeDoNotKnowStaysOne(String graph, String defender) throws Exception {
        assertThat(mapped("{\"id\": \"a\", \"severity\": \"" + graph + "\"}")).containsEntry("severity", defender);
    }

    @Test
    void theDevicesThatAreMarkedStandFirstAndEachOnce() throws Exception {
        Map<String, Object> alert = mapped("""
                {"id": "a", "evidence": [%s, %s, %s, {"@odata.type": "#microsoft.graph.security.fileEvidence", "mdeDeviceId": "f"}]}""".formatted(
                        device(ONE, "ws-1", "[]", "[]"),
                        device(TWO, "ws-2", "[]", "[\"PrimaryDevice\"]"),
                        device(ONE.toUpperCase(), "ws-1", "[]", "[]")));

        assertThat(alert).containsEntry("machineId", TWO).containsEntry("computerDnsName", "ws-2");
        assertThat(alert.get("devices"))
                .isEqualTo(List.of(
                        Map.of("machineId", TWO, "computerDnsName", "ws-2", "marked", true),
                        Map.of("machineId", ONE, "computerDnsName", "ws-1", "marked", false)));
    }

    @Test
    void aDeviceThatStandsThereTwiceIsMarkedIfOneOfThemIs() throws Exception {
        Map<String, Object> alert = mapped("{\"id\": \"a\", \"evidence\": [%s, %s]}"
                .formatted(device(ONE, "ws-1", "[]", "[]"), device(ONE, "ws-1", "[\"compromised\"]", "[]")));

        assertThat(alert.get("devices"))
                .isEqualTo(List.of(Map.of("machineId", ONE, "computerDnsName", "ws-1", "marked", true)));
    }

    @Test
    void anAlertWithoutADeviceThatDefenderKnowsNamesNone() throws Exception {
        Map<String, Object> alert = mapped("""
                {"id": "a", "serviceSource": "microsoftDefenderForOffice365", "evidence": [
                  {"@odata.type": "#microsoft.graph.security.deviceEvidence", "mdeDeviceId": null, "deviceDnsName": "x"},
                  {"@odata.type": "#microsoft.graph.security.mailboxEvidence"}]}""");

        assertThat(alert).containsEntry("machineId", null).containsEntry("devices", List.of());
    }

    @Test
    void evidenceCarriesDefendersKeys() throws Exception {
        Map<String, Object> alert = mapped("""
                {"id": "a", "evidence": [
                  {"@odata.type": "#microsoft.graph.security.processEvidence", "processId": 5, "processCommandLine": "t -d",
                   "detectionStatus": "detected",
                   "imageFile": {"fileName": "t.exe", "filePath": "C:\\\\x", "sha1": "s1", "sha256": "s2"},
                   "parentProcessImageFile": {"fileName": "cmd.exe"}},
                  {"@odata.type": "#microsoft.graph.security.userEvidence",
                   "userAccount": {"accountName": "j", "domainName": "CORP", "userPrincipalName": "j@corp.example"}},
                  {"@odata.type": "#microsoft.graph.security.ipEvidence", "ipAddress": "192.0.2.1"}]}""");

        assertThat(evidence(alert).get(0))
                .containsEntry("entityType", "Process")
                .containsEntry("fileName", "t.exe")
                .containsEntry("sha256", "s2")
                .containsEntry("processCommandLine", "t -d")
                .containsEntry("parentProcessFileName", "cmd.exe");
        assertThat(evidence(alert).get(1))
                .containsEntry("entityType", "User")
                .containsEntry("userPrincipalName", "j@corp.example");
        assertThat(evidence(alert).get(2)).containsEntry("ipAddress", "192.0.2.1");
    }

    @Test
    void aRowThatIsNoAlertStaysForTheLedgerToPark() throws Exception {
        Exchange exchange = exchange();
        exchange.getMessage().setBody(Map.of("value", new ArrayList<>(List.of("nonsense", Map.of("id", "a")))));

        new GraphAlerts().process(exchange);

        List<?> rows = (List<?>) exchange.getMessage().getBody(Map.class).get("value");
        assertThat(rows.get(0)).isEqualTo("nonsense");
        assertThat(rows.get(1)).asString().contains("id=a");
    }

    private static String device(String id, String name, String roles, String detailedRoles) {
        return """
                {"@odata.type": "#microsoft.graph.security.deviceEvidence", "mdeDeviceId": "%s", "deviceDnsName": "%s",
                 "roles": %s, "detailedRoles": %s}""".formatted(id, name, roles, detailedRoles);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> evidence(Map<String, Object> alert) {
        return (List<Map<String, Object>>) alert.get("evidence");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapped(String json) throws Exception {
        Exchange exchange = exchange();
        exchange.getMessage().setBody(new ObjectMapper().readValue(json, LinkedHashMap.class));
        new GraphAlerts().process(exchange);
        return exchange.getMessage().getBody(Map.class);
    }

    private static Exchange exchange() {
        return new DefaultExchange(new DefaultCamelContext());
    }
}
