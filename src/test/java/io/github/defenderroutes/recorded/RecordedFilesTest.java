package io.github.defenderroutes.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFilesTest {
    private static final String ALERT = """
            {"id": "%s", "severity": "High", "title": "t", "machineId": "d1", "alertCreationTime": "2026-11-20T09:14:22.1Z"}
            """;
    private static final String DEVICE = """
            {"id": "D1", "computerDnsName": "ws-1", "osPlatform": "Windows11"}
            """;

    @TempDir
    private Path folder;

    @Test
    void oneAlertAListAndSeveralOneAfterTheOtherAreRead() throws IOException {
        assertThat(ids("one.json", ALERT.formatted("a1"))).containsExactly("a1");
        assertThat(ids(
                        "list.json",
                        "{\"@odata.context\": \"x\", \"value\": [%s, %s], \"@odata.nextLink\": \"y\"}"
                                .formatted(ALERT.formatted("a1"), ALERT.formatted("a2"))))
                .containsExactly("a1", "a2");
        assertThat(ids("bare.json", "[" + ALERT.formatted("a1") + "]")).containsExactly("a1");
        assertThat(ids("lines.json", ALERT.formatted("a1") + ALERT.formatted("a2")))
                .containsExactly("a1", "a2");
    }

    @Test
    void anAlertIsMetAMinuteAfterItWasRaised() throws IOException {
        RecordedAlert alert = alerts(write("a.json", ALERT.formatted("a1"))).get(0);

        assertThat(alert.at()).isEqualTo(Instant.parse("2026-11-20T09:15:22.1Z"));
        assertThat(alert.from()).isEqualTo(folder.resolve("a.json") + ":1");
    }

    @Test
    void devicesStandBesideAFileByTheirNamesAndAnywhereInAFolder() throws IOException {
        Path alert = write("a.json", ALERT.formatted("a1"));
        write("other.json", "this is not even JSON");
        write("machines-of-today.json", "{\"value\": [" + DEVICE + "]}");

        assertThat(RecordedFiles.at(alert, null).known().device("d1")).get().satisfies(device -> {
            assertThat(device.json()).containsEntry("computerDnsName", "ws-1");
            assertThat(device.from()).isEqualTo("machines-of-today.json");
        });

        Path all = Files.createDirectories(folder.resolve("all/deeper"));
        Files.writeString(all.resolve("a.json"), ALERT.formatted("a1"));
        Files.writeString(folder.resolve("all/d.json"), DEVICE);

        RecordedFiles files = RecordedFiles.at(folder.resolve("all"), null);
        assertThat(files.known().device("d1")).isPresent();
        assertThat(alerts(files)).extracting(RecordedAlert::id).containsExactly("a1");
    }

    @Test
    void anAlertOfGraphIsPutIntoDefendersForm() throws IOException {
        RecordedAlert alert = alerts(write("g.json", """
                {"id": "g1", "severity": "high", "status": "new", "title": "t", "createdDateTime": "2026-11-20T09:14:22Z",
                 "evidence": []}
                """)).get(0);

        assertThat(alert.alert())
                .containsEntry("severity", "High")
                .containsEntry("alertCreationTime", "2026-11-20T09:14:22Z");
    }

    @Test
    void whatIsNoAlertIsSaidWithItsPlace() throws IOException {
        Path incident = write(
                "incidents.json",
                "{\"value\": [%s,\n  {\"id\": \"1\", \"incidentName\": \"x\"}]}".formatted(ALERT.formatted("a1")));
        Path broken = write("broken.json", "{\"value\": [\n  {\"id\": \"1\",,}]}");
        Path text = write("text.json", "{\"value\": [\n  \"a1\"]}");

        assertThatThrownBy(() -> alerts(incident))
                .isInstanceOf(RecordingException.class)
                .hasMessageStartingWith(incident + ":3:3: $.value[1] is neither an alert")
                .hasMessageContaining("To fix:");
        assertThatThrownBy(() -> alerts(broken))
                .hasMessageStartingWith(broken + ":2:")
                .hasMessageContaining("no JSON");
        assertThatThrownBy(() -> alerts(text))
                .hasMessageStartingWith(text + ":2:3: $.value[0] is a text and no object");
        assertThatThrownBy(() -> RecordedFiles.at(folder.resolve("nowhere.json"), null))
                .hasMessageContaining("is no file we can read");
    }

    private List<String> ids(String name, String content) throws IOException {
        return alerts(write(name, content)).stream().map(RecordedAlert::id).toList();
    }

    private static List<RecordedAlert> alerts(Path file) {
        return alerts(RecordedFiles.at(file, null));
    }

    private static List<RecordedAlert> alerts(Recording recording) {
        List<RecordedAlert> alerts = new ArrayList<>();
        recording.each(alerts::add);
        return alerts;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
