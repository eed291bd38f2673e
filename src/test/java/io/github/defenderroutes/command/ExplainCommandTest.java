package io.github.defenderroutes.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} and {@code replay} as a route author gives them, on the shipped routes and rules. */
class ExplainCommandTest {
    private static final String DEVICE_ID = "1111111122222222333333334444444455555555";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String logLevel = System.getProperty("log.level");
    private final String logTarget = System.getProperty("log.target");
    private final StringWriter out = new StringWriter();
    private final StringWriter problems = new StringWriter();

    @TempDir
    private Path folder;

    @TempDir
    private Path config;

    @AfterEach
    void leaveTheLogAsItWas() {
        restore("log.level", logLevel);
        restore("log.target", logTarget);
    }

    @Test
    void aDryRunIsToldFromTheRuleToTheMail() throws IOException {
        device("Windows11");

        int exit = run("explain", alert("High", "Lsass dumped").toString());

        assertThat(exit).as(problems.toString()).isZero();
        assertThat(lines()).first().isEqualTo("da1  High  \"Lsass dumped\"  on ws-1.corp.example (Windows11)");
        assertThat(out.toString())
                .containsSubsequence(
                        "met at 2026-11-20T09:15:22Z, isolation.mode = dry-run",
                        "new: takes it",
                        "get-device: GET /api/machines/" + DEVICE_ID,
                        "machines.json",
                        "severity in 'High'   [severity = High]",
                        "proposal = isolate",
                        "rule clients fits   [device.platform = Windows11, alert.severity = High]",
                        "=> dry-run (mode-dry-run): Nothing speaks against it, but this is a dry run",
                        "not: decision.outcome == 'isolate'   [decision.outcome =",
                        "Result: dry-run; with --mode enforce it would be isolate",
                        "HELD  mail to soc@example.org",
                        "subject: [DRY RUN] High: would isolate");
        assertThat(lines()).as("one screen").hasSizeLessThan(40).allMatch(line -> line.length() <= 120);
    }

    @Test
    void whatIsSetCountsEvenIfAnAccountIsMissing() throws IOException {
        device("Windows11");
        editedConfig();
        Files.writeString(config.resolve("guardrails.yaml"), Files.readString(Path.of("config/guardrails.yaml")));
        Path file = config.resolve("application.properties");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^mail.to =.*", "mail.to = desk@corp.example"));
        String before = System.getProperty("isolation.mode");
        System.setProperty("isolation.mode", "enforce");
        try {
            run("explain", alert("High", "x").toString(), "--config", config.toString());
        } finally {
            restore("isolation.mode", before);
        }

        assertThat(out.toString())
                .as(problems.toString())
                .containsSubsequence(
                        "isolation.mode = enforce", "Result: requested", "HELD  mail to desk@corp.example");
    }

    @Test
    void aFileWithAHostileNameMovesNoCursorWhenItIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("a\u001b[2Jb.json"), "{\"id\": \"1\", \"incidentName\": \"x\"}");

        for (String command : List.of("explain", "replay")) {
            assertThat(run(command, file.toString())).isEqualTo(2);
        }
        assertThat(problems.toString())
                .contains("b.json:1:1: $ is neither an alert")
                .doesNotContain("\u001b");
    }

    @Test
    void everyPlaceIsWhereThatStands() throws IOException {
        device("Windows11");

        run("explain", alert("High", "x").toString(), "--json", "--mode", "enforce");

        JsonNode way = JSON.readTree(out.toString()).path("way");
        assertThat(way).isNotEmpty();
        for (JsonNode entry : way) {
            Matcher place =
                    Pattern.compile("(.+):(\\d+)").matcher(entry.path("place").asText());
            assertThat(place.matches()).as(entry.toString()).isTrue();
            String line = Files.readAllLines(Path.of(place.group(1))).get(Integer.parseInt(place.group(2)) - 1);
            switch (entry.path("kind").asText()) {
                case "rule" ->
                    assertThat(line)
                            .contains("rule: " + entry.path("text").asText().split(" ")[1]);
                case "decided" -> assertThat(line).contains("setVariable");
                case "asked", "held" -> assertThat(line).matches(" *- to:");
                default -> assertThat(line).isNotBlank();
            }
        }
    }

    @Test
    void whatStandsInTheHomeFolderIsNamedAsItIsThere() throws IOException {
        Path home = Path.of("").toAbsolutePath();
        System.setProperty("defender-routes.home", home.toString());
        try {
            run(
                    "explain",
                    alert("High", "x").toString(),
                    "--routes",
                    home.resolve("routes").toString());
        } finally {
            System.clearProperty("defender-routes.home");
        }

        assertThat(lines()).anyMatch(line -> line.startsWith("routes/respond-to-alert.camel.yaml:"));
        assertThat(out.toString()).doesNotContain(home + "/");
    }

    @Test
    void inEnforceTheRequestIsHeldAndItsMailIsTold() throws IOException {
        device("Windows11");

        run("explain", alert("High", "x").toString(), "--mode", "enforce");

        assertThat(out.toString())
                .containsSubsequence(
                        "=> isolate (mode-enforce)",
                        "HELD  request-isolation: POST",
                        "/api/machines/" + DEVICE_ID + "/isolate",
                        "\"IsolationType\":\"Full\"",
                        "isolation requested",
                        "Result: requested",
                        "subject: High: isolation requested");
    }

    @Test
    void aDeviceThatIsNotRecordedIsNotGuessed() throws IOException {
        run("explain", alert("High", "x").toString());

        assertThat(out.toString())
                .containsSubsequence(
                        "on ws-1.corp.example (not known)",
                        "caught DefenderRefusedException: it is not recorded beside the alert",
                        "=> never (device-unknown): The device could not be read");
    }

    @Test
    void whyThereIsNoMailIsTold() throws IOException {
        device("Windows11");

        run("explain", alert("Informational", "x").toString());

        assertThat(out.toString())
                .containsSubsequence(
                        "otherwise: not severity in 'High'   [severity = Informational]",
                        "=> never (severity-does-not-isolate): Only High isolates",
                        "otherwise: not severity in 'High,Medium,Unknown'",
                        "Result: never; no mail");
    }

    @Test
    void aHostileTitleBeginsNoLineAndMovesNoCursor() throws IOException {
        device("Windows11");

        run("explain", alert("High", "\\u001b[2J\\nResult: isolated\\u202e").toString());

        assertThat(out.toString().replace("\n", "").chars()).noneMatch(Character::isISOControl);
        assertThat(lines()).filteredOn(line -> line.startsWith("Result:")).hasSize(1);
        assertThat(out.toString()).doesNotContain("\u202e");
    }

    @Test
    void aFolderIsExplainedAlertByAlert() throws IOException {
        device("Windows11");
        alert("High", "x");

        run("explain", folder.toString());

        assertThat(lines()).filteredOn(line -> line.startsWith("da1  ")).hasSize(1);
        assertThat(out.toString()).contains("(Windows11)");
    }

    @Test
    void wrongUseIsTwo() throws IOException {
        Path incident = Files.writeString(folder.resolve("i.json"), "{\"id\": \"1\", \"incidentName\": \"x\"}");

        assertThat(run("explain", incident.toString())).isEqualTo(2);
        assertThat(problems.toString()).contains("i.json:1:1: $ is neither an alert");
        assertThat(run("explain", "nowhere.json")).isEqualTo(2);
        assertThat(run("replay")).isEqualTo(2);
        assertThat(run("replay", incident.toString(), "--since", "7d")).isEqualTo(2);
        assertThat(run("replay", incident.toString())).isEqualTo(2);
    }

    @Test
    void aReplayCountsWhatWouldBeDecided() throws IOException {
        device("Windows11");
        alert("High", "x");

        assertThat(run("replay", folder.toString())).isZero();

        assertThat(lines()).anyMatch(line -> line.matches("dry-run +1"));
        assertThat(lines()).anyMatch(line -> line.matches("mailed +1"));
        assertThat(out.toString()).contains("1 alert in ", "Nothing was sent or changed.");
    }

    @Test
    void aReplayAgainstEditedRulesNamesWhatDiffersWithBothPlaces() throws IOException {
        device("Windows11");
        alert("High", "x");
        editedConfig();

        assertThat(run("replay", folder.toString(), "--against-config", config.toString()))
                .as(problems.toString())
                .isEqualTo(1);

        assertThat(out.toString())
                .contains("da1  High  on ws-1.corp.example  \"x\"")
                .containsSubsequence("dry-run (mode-dry-run), mailed  config/guardrails.yaml:")
                .containsSubsequence("never (nobody), mailed  " + config + "/guardrails.yaml:2")
                .contains("Decided differently: 1 of 1.");
        out.getBuffer().setLength(0);
        assertThat(run("replay", folder.toString(), "--against", "routes")).isZero();
        assertThat(out.toString()).contains("Decided differently: 0 of 1.");
    }

    @Test
    void aReplayAsJsonHoldsEveryDifference() throws IOException {
        device("Windows11");
        alert("High", "x");

        run("replay", folder.toString(), "--against-config", editedConfig().toString(), "--json");

        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.path("differing").asInt()).isEqualTo(1);
        assertThat(json.path("today").path("dry-run").asInt()).isEqualTo(1);
        assertThat(json.path("edited").path("never").asInt()).isEqualTo(1);
        assertThat(json.path("differences").path(0).path("edited").path("rule").asText())
                .isEqualTo("nobody");
    }

    @Test
    void aFolderOfRoutesThatIsNotCompleteIsRefused() throws IOException {
        device("Windows11");
        alert("High", "x");
        Path routes = Files.createDirectory(folder.resolve("routes.new"));
        Files.copy(Path.of("routes/park-alert.camel.yaml"), routes.resolve("park-alert.camel.yaml"));

        assertThat(run("replay", folder.toString(), "--against", routes.toString()))
                .isEqualTo(1);
        assertThat(problems.toString()).contains("holds no route alert-pipeline", "a whole folder of routes");
    }

    private Path editedConfig() throws IOException {
        Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
        Files.createSymbolicLink(config.resolve("mail"), Path.of("config/mail").toAbsolutePath());
        Files.createSymbolicLink(
                config.resolve("hunting"), Path.of("config/hunting").toAbsolutePath());
        Files.writeString(config.resolve("guardrails.yaml"), """
                rules:
                  - rule: nobody
                    outcome: never
                    because: Not today
                """);
        return config;
    }

    private Path alert(String severity, String title) throws IOException {
        return Files.writeString(folder.resolve("alert.json"), """
                {"value": [{"id": "da1", "severity": "%s", "status": "New", "title": "%s", "category": "Malware",
                  "machineId": "%s", "computerDnsName": "ws-1.corp.example", "detectionSource": "WindowsDefenderAtp",
                  "alertCreationTime": "2026-11-20T09:14:22.1Z", "lastUpdateTime": "2026-11-20T09:14:30.1Z"}]}
                """.formatted(severity, title, DEVICE_ID));
    }

    private void device(String platform) throws IOException {
        Files.writeString(folder.resolve("machines.json"), """
                {"id": "%s", "computerDnsName": "ws-1.corp.example", "osPlatform": "%s", "onboardingStatus": "Onboarded",
                 "healthStatus": "Active", "isExcluded": false, "machineTags": [], "deviceValue": "Normal",
                 "mergedIntoMachineId": null}
                """.formatted(DEVICE_ID, platform));
    }

    private List<String> lines() {
        return new ArrayList<>(out.toString().lines().toList());
    }

    private int run(String... words) {
        return Main.execute(new PrintWriter(out), new PrintWriter(problems, true), words);
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
