package io.github.defenderroutes;

import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts read from Microsoft Graph take the same way as Defender's own. */
class GraphSourceTest {
    private final Installation our = new Installation()
            .with("alerts.source", "graph")
            .with("isolation.mode", "enforce")
            .with("alerts.service-sources", "*");

    @BeforeEach
    void grant() {
        our.standIn.login().grant("SecurityAlert.Read.All");
        our.standIn.login().withdraw("Alert.Read.All");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aHighAlertIsolatesItsMarkedDeviceOnceAndIsTold() {
        alert("a1", "high", device("d1", "PrimaryDevice"));

        our.ticksUntilQuiet();
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("a1").subject()).startsWith("High: isolation requested");
        assertThat(our.mailAbout("a1").text()).contains("Suspicious access", "d1.corp.example");
        assertThat(our.kindsOfCourse("a1")).containsExactly("isolated");
        assertThat(our.standIn.calls("list-alerts")).isEmpty();
        assertThat(our.standIn.calls("get-alert")).isEmpty();
    }

    @Test
    void aDeviceThatIsNotMarkedIsLeftToAPerson() {
        alert("a1", "high", device("d1"));

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("a1").text()).contains("not as compromised or primary: a person must decide");
    }

    @Test
    void ofSeveralDevicesOnlyTheMarkedAreIsolatedAndEachIsToldOf() {
        alert(
                "a1",
                "high",
                device("d1"),
                device("d2", "PrimaryDevice"),
                server("d3", "PrimaryDevice"),
                device("d4", "Main device"));

        our.ticksUntilQuiet();
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.acceptedIsolationsOf("d3")).isZero();
        assertThat(our.acceptedIsolationsOf("d4")).isOne();
        assertThat(our.mailAbout("a1").text())
                .contains("d2.corp.example")
                .contains("d1.corp.example: approve (device-not-marked)")
                .contains("d3.corp.example: never (platform-not-listed)")
                .contains("d4.corp.example: isolate (mode-enforce), isolation requested");
        assertThat(our.courseOf("a1"))
                .extracting(mail -> mail.subject())
                .hasSize(2)
                .anyMatch(subject -> subject.contains("d2"))
                .anyMatch(subject -> subject.contains("d4"));
    }

    @Test
    void whenTheFirstDeviceIsNotIsolatedTheMailIsAboutTheOneThatIs() {
        alert("a1", "high", server("d1", "PrimaryDevice"), device("d2", "PrimaryDevice"));

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.mailAbout("a1").subject())
                .startsWith("High: isolation requested")
                .contains("d2");
        assertThat(our.mailAbout("a1").text()).contains("d1.corp.example: never (platform-not-listed)");
    }

    @Test
    void anAlertOfAnotherServiceThatNamesNoDeviceIsToldAndNothingIsAskedForIt() {
        alert("a1", "high");

        our.ticksUntilQuiet();

        assertThat(our.standIn.calls("get-device")).isEmpty();
        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("a1").text()).contains("The alert names no device");
    }

    @Test
    void onlyTheServicesThatAreNamedAreAskedFor() {
        our.with("alerts.service-sources", "microsoftDefenderForEndpoint");
        alert("a1", "medium", device("d1"));
        alert("a2", "medium");

        our.ticksUntilQuiet();

        our.mailAbout("a1");
        assertThat(our.mailsAbout("a2")).isEmpty();
    }

    @Test
    void whatWaitsIsReadOneByOneBecauseGraphCannotBeAskedForIds() {
        alert("a1", "high", device("d1", "PrimaryDevice"));
        alert("a2", "high", device("d2", "PrimaryDevice"));
        our.faults().always("isolate", Fault.status(503));
        our.tick();
        our.tickAfter(Duration.ofHours(1)); // out of the poll's window
        our.faults().clear();

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.standIn.calls("list-graph-alerts"))
                .extracting(Call::query)
                .noneMatch(query -> query.getOrDefault("$filter", "").contains("id eq"));
    }

    @Test
    void whenTheAlertBehindAnIsolationIsClosedTheSocIsAskedWhetherTheDeviceMayComeBack() {
        alert("a1", "high", device("d1", "PrimaryDevice"));
        our.ticksUntilQuiet();
        our.tickAfter(Duration.ofMinutes(1));
        Map<String, Object> closed = new LinkedHashMap<>(our.standIn.records().get(Records.Kind.GRAPH_ALERT, "a1"));
        closed.put("status", "resolved");
        our.standIn.records().add(Records.Kind.GRAPH_ALERT, closed);

        our.tickAfter(Duration.ofMinutes(11));

        assertThat(our.kindsOfCourse("a1")).containsExactly("isolated", "release-asked");
    }

    @Test
    void moreAlertsThanAPageHoldsAllArriveAndTheSevereFirst() {
        our.with("alerts.page-size", "3");
        for (int i = 0; i < 10; i++) {
            our.clock.advance(Duration.ofMillis(10));
            alert("low" + i, "medium");
        }
        our.clock.advance(Duration.ofMillis(10));
        alert("high", "high", device("d1", "PrimaryDevice"));

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.standIn.calls("list-graph-alerts"))
                .extracting(call -> call.query().getOrDefault("$filter", ""))
                .anyMatch(filter -> filter.contains("severity eq 'high'"));
        for (int i = 0; i < 10; i++) {
            our.mailAbout("low" + i);
        }
    }

    @Test
    void anAlertThatNamesHundredsOfDevicesEndsAndLeavesTheQuotaToOthers() {
        Map<?, ?>[] devices = IntStream.range(0, 150)
                .mapToObj(i -> device("d" + i, "PrimaryDevice"))
                .toArray(Map[]::new);
        our.with("isolation.mode", "dry-run");
        alert("a1", "high", devices);

        our.ticksUntilQuiet();

        assertThat(our.standIn.calls("get-device")).hasSize(20);
        assertThat(our.mailAbout("a1").text())
                .contains("d19.corp.example: dry-run", "devicesNotJudged: 130: d20.corp.example");
    }

    @Test
    void theMarkedAreJudgedFirstAndTheRestIsNamed() {
        our.with("alerts.max-devices", "2");
        alert("a1", "high", device("d1"), device("d2", "PrimaryDevice"), device("d3", "PrimaryDevice"));

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.acceptedIsolationsOf("d3")).isOne();
        assertThat(our.mailAbout("a1").text()).contains("devicesNotJudged: 1: d1.corp.example");
    }

    @Test
    void nothingWaitsForADeviceThatIsOnlyNamedInPassing() {
        alert("a1", "high", device("d1", "PrimaryDevice"), device("d2"));
        our.faults().next("get-device", Fault.none(), Fault.status(503));
        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("a1").text()).contains("d2.corp.example: never (device-unknown)");
    }

    @Test
    void whatWasDoneAboutTheFirstIsToldEvenIfALaterOneIsRefused() {
        alert(
                "a1",
                "high",
                device("d1", "PrimaryDevice"),
                device("d2", "PrimaryDevice"),
                device("d3", "PrimaryDevice"));
        our.tenant().react("d2", Reaction.refusesAsActive());
        our.faults().next("list-machine-actions", Fault.none(), Fault.none(), Fault.status(403));

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("a1").subject())
                .startsWith("High: isolation requested")
                .contains("d1");
        assertThat(our.mailAbout("a1").text())
                .contains(
                        "403 Forbidden",
                        "d2.corp.example: isolate (mode-enforce)",
                        "devicesNotJudged: 1: d3.corp.example");
    }

    @Test
    void aCommentIsWrittenThroughGraphForEachDeviceThatIsCutOff() {
        our.standIn.login().grant("SecurityAlert.ReadWrite.All");
        our.with("alerts.write-back", "comment");
        alert("a1", "high", device("d1", "PrimaryDevice"), device("d2", "PrimaryDevice"), device("d3"));
        our.faults().next("add-graph-alert-comment", Fault.status(504).butCarriedOut());

        our.ticksUntilQuiet();
        our.tickAfter(Duration.ofMinutes(2)).tickAfter(Duration.ofMinutes(2));

        assertThat(comments("a1"))
                .hasSize(4)
                .anyMatch(text -> text.startsWith("Defender Routes: isolation of d1.corp.example requested, Full"))
                .anyMatch(text -> text.startsWith("Defender Routes: isolation of d2.corp.example requested, Full"))
                .anyMatch(text -> text.startsWith("Defender Routes: d1.corp.example was isolated"))
                .anyMatch(text -> text.startsWith("Defender Routes: d2.corp.example was isolated"));
        assertThat(our.standIn.calls("update-alert")).isEmpty();
        assertThat(our.standIn.calls("get-alert")).isEmpty();
    }

    private List<String> comments(String alertId) {
        List<?> comments = (List<?>)
                our.standIn.records().get(Records.Kind.GRAPH_ALERT, alertId).get("comments");
        return comments.stream()
                .map(comment -> ((Map<?, ?>) comment).get("comment").toString())
                .toList();
    }

    private void alert(String id, String severity, Map<?, ?>... devices) {
        String now = our.clock.instant().toString();
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", id);
        alert.put("providerAlertId", id);
        alert.put("incidentId", "4711");
        alert.put("status", "new");
        alert.put("severity", severity);
        alert.put(
                "serviceSource",
                devices.length == 0 ? "microsoftDefenderForOffice365" : "microsoftDefenderForEndpoint");
        alert.put("title", "Suspicious access");
        alert.put("category", "CredentialAccess");
        alert.put("createdDateTime", now);
        alert.put("lastUpdateDateTime", now);
        alert.put("evidence", new ArrayList<>(List.of(devices)));
        our.standIn.records().add(Records.Kind.GRAPH_ALERT, alert);
    }

    private Map<String, Object> device(String id, String... roles) {
        our.device(id);
        return evidence(id, roles);
    }

    private Map<String, Object> server(String id, String... roles) {
        our.tenant().add(aMachine(id).name(id + ".corp.example").os("WindowsServer2022"));
        return evidence(id, roles);
    }

    private static Map<String, Object> evidence(String id, String... roles) {
        return Map.of(
                "@odata.type",
                "#microsoft.graph.security.deviceEvidence",
                "mdeDeviceId",
                id,
                "deviceDnsName",
                id + ".corp.example",
                "roles",
                List.of(),
                "detailedRoles",
                List.of(roles));
    }
}
