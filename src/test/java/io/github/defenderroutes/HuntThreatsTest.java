package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scheduled hunting against the stand-in: what is told, once; what is done with devices; what goes wrong. */
class HuntThreatsTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int IN_HALF_AN_HOUR = LocalTime.now().plusMinutes(30).getMinute();
    private static final Map<String, String> COLUMNS =
            columns("Timestamp", "DateTime", "DeviceId", "String", "What", "String");

    @TempDir
    private Path config;

    private final Installation our = new Installation();

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(config.resolve("hunting"));
        Files.copy(Application.CONFIG.resolve("application.properties"), config.resolve("application.properties"));
        Files.copy(Application.CONFIG.resolve("guardrails.yaml"), config.resolve("guardrails.yaml"));
        Files.createSymbolicLink(
                config.resolve("mail"), Application.CONFIG.resolve("mail").toAbsolutePath());
        our.withConfig(config).with("hunting.queries", "*");
        our.standIn.login().grant("ThreatHunting.Read.All");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aRowIsToldOnceAcrossRunsAndRestarts() throws IOException {
        query("macros", "");
        finds(List.of(row("t1", "d1", "winword"), row("t1", "d2", "excel")));

        hunted();
        our.stop();
        finds(List.of(row("t9", "d1", "winword"), row("t9", "d3", "outlook")));
        hunted();
        hunted();

        assertThat(our.standIn.calls("run-hunting-query")).hasSize(3).allSatisfy(call -> assertThat(call.body())
                .contains("\"Timespan\":\"P7D\"", "MacrosTable"));
        assertThat(hunts()).hasSize(2);
        assertThat(hunts().get(0).subject()).isEqualTo("Hunting, High: 2 new rows – The title");
        assertThat(hunts().get(0).text()).contains("d1", "winword", "d2", "excel");
        assertThat(hunts().get(1).subject()).isEqualTo("Hunting, High: 1 new row – The title");
        assertThat(hunts().get(1).text())
                .contains("The query finds 2 rows. 1 of them was not told before.", "outlook")
                .doesNotContain("winword");
        assertThat(hunts().get(1).raw()).contains("macros.csv");
    }

    @Test
    void aRunThatWasMissedIsMadeUpOnce() throws IOException {
        query("macros", "");
        our.tick();

        our.tickAfter(Duration.ofHours(30)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.standIn.calls("run-hunting-query")).hasSize(1);
    }

    @Test
    void asShippedNothingIsAskedOfGraph() throws IOException {
        query("macros", "");
        our.with("hunting.queries", "");

        hunted();

        assertThat(our.standIn.calls()).noneMatch(call -> call.operation().contains("hunting"));
    }

    @Test
    void aQueryThatIsRefusedIsToldOnceWithTheServicesWordsAndStopsNoOther() throws IOException {
        query("broken", "");
        Files.writeString(file("broken"), Files.readString(file("broken")).replace("MacrosTable", "NoTable"));
        query("macros", "");
        our.standIn.hunting().refuses("NoTable", "'where' operator: failed to resolve NoTable. Fix semantic errors.");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();
        hunted();

        assertThat(hunts()).hasSize(1);
        assertThat(mails("hunting-problem")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("Hunting, High: the hunting query does not run");
            assertThat(mail.text())
                    .contains("config/hunting/broken.kql: Microsoft Graph refused", "failed to resolve NoTable");
        });
        assertThat(our.app().hasProblems()).isTrue();
    }

    @Test
    void aFileWithAProblemStopsTheStart() throws IOException {
        query("macros", "// devices: erase\n");

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("macros.kql line 5: devices = erase is not one we know. To fix: use nothing");
    }

    @Test
    void aServiceThatIsAwayOrThrottlesIsAskedAgain() throws IOException {
        query("macros", "");
        finds(List.of(row("t1", "d1", "winword")));
        our.standIn.faults().next("run-hunting-query", Fault.throttled("20"), Fault.status(503), Fault.reset());

        hunted();
        assertThat(hunts()).isEmpty();
        for (int i = 0; i < 8; i++) {
            our.tickAfter(Duration.ofSeconds(61));
        }

        assertThat(our.standIn.calls("run-hunting-query")).hasSize(4);
        assertThat(hunts()).hasSize(1);
    }

    @Test
    void theReadersOfAQueryAreThoseThatItsFileNames() throws IOException {
        query("macros", "// mail-to: hunters@corp.example\n");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();

        assertThat(hunts().get(0).to()).containsExactly("hunters@corp.example");
    }

    @Test
    void cellsOfAnAttackerDoNoHarm() throws IOException {
        query("macros", "");
        finds(List.of(
                row("t1", "d1", "=HYPERLINK(\"http://evil\")<script>alert(1)</script>\r\nBcc: x@evil.example ${7*7}")));

        hunted();

        ReceivedMail mail = hunts().get(0);
        assertThat(mail.html()).doesNotContain("<script>").contains("&lt;script&gt;");
        assertThat(mail.text()).contains("hxxp://evil").contains("${7*7}").doesNotContain("http://evil");
        assertThat(mail.to()).doesNotContain("x@evil.example");
    }

    @Test
    void aDeviceIsIsolatedAsForAnAlertIfTheFileSaysSo() throws IOException {
        query("macros", "// devices: isolate\n");
        our.device("d1");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();
        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.requestsToIsolate().get(0).body()).contains("hunting:macros:1");
        assertThat(our.standIn.calls("get-alert")).isEmpty();
        assertThat(hunts().get(0).text()).contains("isolation requested; a second mail says how it ends");
        assertThat(our.kindsOfCourse("hunting:macros:1")).containsExactly("isolated");
        assertThat(our.courseOf("hunting:macros:1").get(0).headers("In-Reply-To"))
                .isEqualTo(hunts().get(0).headers("Message-ID"));
    }

    @Test
    void ofWhatAHuntFoundNothingIsWrittenOnAnAlert() throws IOException {
        query("macros", "// devices: isolate\n");
        our.device("d1");
        our.with("alerts.write-back", "comment").standIn.login().grant("Alert.ReadWrite.All");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();
        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.kindsOfCourse("hunting:macros:1")).containsExactly("isolated");
        assertThat(our.standIn.calls("update-alert")).isEmpty();
        assertThat(our.app().ledger().comments().due()).isEmpty();
    }

    @Test
    void aRunThatIsLateAndThenRefusedTellsBoth() throws IOException {
        query("macros", "");
        our.standIn.faults().always("run-hunting-query", Fault.status(503));
        our.tick().tickAfter(AN_HOUR);
        assertThat(mails("hunting-problem")).isEmpty();
        our.tickAfter(AN_HOUR).tickAfter(AN_HOUR);
        assertThat(mails("hunting-problem")).hasSize(1);

        our.standIn.faults().clear();
        our.standIn.hunting().refuses("MacrosTable", "failed to resolve a column");
        our.tickAfter(Duration.ofMinutes(16));

        assertThat(mails("hunting-problem")).hasSize(2);
        assertThat(mails("hunting-problem").get(1).text()).contains("failed to resolve a column");
    }

    @Test
    void aRunThatWasMissedWhileWeDidNotRunIsLateOnlyAfterAnHourOfTrying() throws IOException {
        query("macros", "");
        our.tick().stop();
        our.standIn.faults().always("run-hunting-query", Fault.status(503));

        our.tickAfter(Duration.ofDays(8)).tickAfter(Duration.ofMinutes(30));
        assertThat(mails("hunting-problem")).isEmpty();

        our.tickAfter(Duration.ofMinutes(31)).tickAfter(Duration.ofMinutes(16));
        assertThat(mails("hunting-problem")).hasSize(1);
    }

    @Test
    void aQueryThatProposesIsolatesNothing() throws IOException {
        query("macros", "// devices: propose\n");
        our.device("d1");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(hunts().get(0).text()).contains("A PERSON MUST DECIDE");
    }

    @Test
    void whatAQueryProposesIsIsolatedOnceAPersonApprovesAndItsReadersAreTold() throws IOException {
        query("macros", "// devices: propose\n// mail-to: hunters@corp.example\n");
        our.device("d1");
        finds(List.of(row("t1", "d1", "winword")));
        hunted();
        var desk = our.app().desk().approvals();
        String id = desk.list(true, 10).get(0).id();
        assertThat(hunts().get(0).text()).contains("approve " + id);

        desk.approve(List.of(id), Actor.command("ada"), null);
        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.kindsOfCourse("hunting:macros:1")).containsExactly("approved", "isolated");
        assertThat(our.courseOf("hunting:macros:1"))
                .allSatisfy(mail -> assertThat(mail.to()).containsExactly("hunters@corp.example"));
    }

    @Test
    void whatEveryRunOfAQueryProposesAnewIsIsolatedOnceAPersonApproves() throws IOException {
        query("macros", "// devices: propose\n");
        our.with("approval.expires", "1d").device("d1");
        for (String program : List.of("winword", "excel", "outlook", "teams")) {
            finds(List.of(row("t1", "d1", program)));
            hunted();
        }
        var desk = our.app().desk().approvals();
        String id = desk.list(true, 10).get(0).id();
        assertThat(desk.alerts(id)).hasSize(4).endsWith("hunting:macros:1");

        desk.approve(List.of(id), Actor.command("ada"), null);
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void aDeviceThatTheJudgeProtectsIsLeftAlone() throws IOException {
        query("macros", "// devices: isolate\n");
        our.device("d1");
        our.tenant().updateMachine("d1", Map.of("machineTags", List.of("no-isolation")));
        finds(List.of(row("t1", "d1", "winword")));

        hunted();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(hunts().get(0).text())
                .contains("d1: not isolated (The device carries the tag no-isolation [guardrails.yaml line ");
    }

    @Test
    void moreDevicesThanMayBeInOneRunMeansNone() throws IOException {
        query("macros", "// devices: isolate\n");
        our.with("hunting.isolate.max-devices", "2");
        for (String device : List.of("d1", "d2", "d3")) {
            our.device(device);
        }
        finds(List.of(row("t1", "d1", "x"), row("t1", "d2", "x"), row("t1", "d3", "x")));

        hunted();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(hunts().get(0).text())
                .contains("The new rows name 3 devices, more than hunting.isolate.max-devices = 2");
    }

    @Test
    void whileDefenderIsAwayTheRunIsPutOffAndThenNothingIsDoneTwice() throws IOException {
        query("macros", "// devices: isolate\n");
        our.device("d1");
        finds(List.of(row("t1", "d1", "winword")));
        our.standIn.faults().next("isolate", Fault.status(504).butCarriedOut());

        our.tick().tickAfter(AN_HOUR);
        assertThat(hunts()).isEmpty();
        our.tickAfter(Duration.ofMinutes(2)).tickAfter(Duration.ofMinutes(2));

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(hunts()).hasSize(1);
    }

    @Test
    void aResultWithAsManyRowsAsTheServiceGivesIsToldToBeMaybeIncomplete() throws IOException {
        query("macros", "// row-key: DeviceId\n");
        our.with("hunting.mail.max-csv", "1kB");
        our.standIn
                .hunting()
                .finds(
                        "MacrosTable",
                        COLUMNS,
                        IntStream.range(0, 100_000)
                                .mapToObj(i -> row("t1", "d" + i % 50, "x".repeat(100)))
                                .toList());

        hunted();

        assertThat(hunts().get(0).text())
                .contains("The result has 100000 rows, the most that the service gives")
                .contains("Here are the first 20 of 50 new rows.")
                .containsPattern("The CSV holds only the first \\d+ of 50 new rows");
    }

    @Test
    void defendersOwnEndpointIsUsedByWhoInsistsOnIt() throws IOException {
        query("macros", "");
        our.with("hunting.api", "defender").standIn.login().grant("AdvancedQuery.Read.All");
        finds(List.of(row("t1", "d1", "winword")));

        hunted();

        assertThat(our.standIn.calls("run-advanced-query")).hasSize(1);
        assertThat(our.standIn.calls("run-hunting-query")).isEmpty();
        assertThat(hunts()).hasSize(1);
    }

    @Test
    void byHandAQueryChangesAndMailsNothing() throws IOException {
        query("macros", "// devices: isolate\n");
        our.device("d1");
        finds(List.of(row("t1", "d1", "winword"), row("t1", "d1", "winword")));
        our.tick();

        var hunt = our.app().hunt("macros.kql", 1);
        our.tick();

        assertThat(hunt.problem()).isEmpty();
        assertThat(hunt.found()).isEqualTo(2);
        assertThat(hunt.cells()).containsExactly(List.of("t1", "d1", "winword"));
        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.standIn.mails().all()).isEmpty();
    }

    /** The time of the query comes, and it is run. */
    private void hunted() {
        our.tick().tickAfter(AN_HOUR).tickAfter(Duration.ofMinutes(1));
    }

    private List<ReceivedMail> hunts() {
        return mails("hunting");
    }

    private List<ReceivedMail> mails(String kind) {
        return our.standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains(kind))
                .toList();
    }

    private void query(String name, String more) throws IOException {
        Files.writeString(
                file(name),
                "// title: The title\n// cron: 0 %d * * * ?\n".formatted(IN_HALF_AN_HOUR)
                        + "// severity: High\n// look-back: 7d\n" + more + "\nMacrosTable | take 5\n");
    }

    private Path file(String name) {
        return config.resolve("hunting").resolve(name + ".kql");
    }

    private void finds(List<Map<String, Object>> rows) {
        our.standIn.hunting().finds("MacrosTable", COLUMNS, rows);
    }

    private static Map<String, String> columns(String... namesAndTypes) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }

    private static Map<String, Object> row(String time, String device, String what) {
        return Map.of("Timestamp", time, "DeviceId", device, "What", what);
    }
}
