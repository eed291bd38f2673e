package io.github.defenderroutes.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of config/hunting: what stands at their top, and what is said about mistakes in them. */
class QueryFileTest {
    private static final String HEADER =
            "// title: A title\n// cron: 0 0 * * * ?\n// severity: high\n// look-back: 7d\n";

    @TempDir
    private Path config;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(config.resolve("hunting"));
        Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
    }

    @Test
    void whatIsNotWrittenHasAHarmlessDefault() throws IOException {
        write("a", HEADER + "\nDeviceInfo | take 5\n");

        HuntingQuery query = queries("*").scheduled().get(0);

        assertThat(query.name()).isEqualTo("a");
        assertThat(query.title()).isEqualTo("A title");
        assertThat(query.severity()).isEqualTo("High");
        assertThat(query.devices()).isEqualTo(DeviceResponse.NOTHING);
        assertThat(query.deviceColumn()).isEqualTo("DeviceId");
        assertThat(query.mailTo()).isEmpty();
        assertThat(query.rowKey()).isEmpty();
        assertThat(query.timespan()).isEqualTo("P7D");
        assertThat(query.text()).startsWith("// title").endsWith("take 5\n");
    }

    @Test
    void everythingThatCanBeWrittenIsRead() throws IOException {
        write(
                "b",
                "// A word before.\n" + HEADER.replace("7d", "90m")
                        + "// Another: it begins with a capital letter.\n// devices: isolate\n// device-column: MachineId\n"
                        + "// mail-to: a@example.org, b@example.org\n// tag: seen\n// scan-type: full\n// row-key: A, B\nX\n");

        HuntingQuery query = queries("b").scheduled().get(0);

        assertThat(query.devices()).isEqualTo(DeviceResponse.ISOLATE);
        assertThat(query.deviceColumn()).isEqualTo("MachineId");
        assertThat(query.mailTo()).containsExactly("a@example.org", "b@example.org");
        assertThat(query.tag()).isEqualTo("seen");
        assertThat(query.scanType()).isEqualTo("Full");
        assertThat(query.lookBack()).isEqualTo(Duration.ofMinutes(90));
        assertThat(query.timespan()).isEqualTo("PT1H30M");
        assertThat(query.rowKey()).containsExactly("A", "B");
    }

    @Test
    void everyProblemOfEveryFileIsToldAtOnceWithItsLineAndWhatToDo() throws IOException {
        write(
                "a",
                HEADER.replace("0 0 * * * ?", "0 0 * * *").replace("7d", "60d")
                        + "// device: tag\n// devices: erase\nX");
        write("b", "// title: T\n// title: U\n");
        write("c", HEADER.replace("0 0 * * * ?", "0 0 6 30 2 ?") + "// mail-to: nobody\n// tag:\nX");

        assertThatThrownBy(() -> queries("a, b, d").scheduled())
                .isInstanceOf(HuntingFileException.class)
                .message()
                .contains("a.kql line 5: device is nothing we know. To fix: did you mean devices?")
                .contains("a.kql line 2: cron = 0 0 * * * has 5 fields. To fix: ")
                .contains("a.kql line 4: look-back = 60d is too long. To fix: between 1m and 30d.")
                .contains(
                        "a.kql line 6: devices = erase is not one we know. To fix: use nothing, tag, scan, propose or isolate.")
                .contains("b.kql line 2: title stands there twice.")
                .contains("b.kql has no cron. To fix: add a line // cron: … at the top.")
                .contains("b.kql has no query.")
                .contains("c.kql line 2: cron = 0 0 6 30 2 ? is not a Quartz cron expression: ")
                .contains("c.kql line 5: mail-to = nobody ")
                .contains("c.kql line 6: tag has no value.")
                .contains("hunting.queries: there is no ")
                .contains("d.kql. To fix: ");
    }

    @Test
    void withoutChosenQueriesNoFileIsRead() throws IOException {
        write("a", "nonsense");

        assertThat(queries("").scheduled()).isEmpty();
    }

    @Test
    void aQueryByHandIsFoundByItsNameAndNeverOutsideItsFolder() throws IOException {
        write("a", HEADER + "X");
        Files.writeString(config.resolve("outside.kql"), HEADER + "X");

        assertThat(queries("").read("config/hunting/a.kql").name()).isEqualTo("a");
        assertThatThrownBy(() -> queries("").read("../outside.kql")).isInstanceOf(HuntingFileException.class);
    }

    @Test
    void theShippedQueriesAreInOrderAndDoNothingToDevices() {
        HuntingQueries shipped = new HuntingQueries(settings(Path.of("config"), "*"));

        assertThat(shipped.scheduled()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(query -> assertThat(query.devices())
                .isEqualTo(DeviceResponse.NOTHING));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(config.resolve("hunting").resolve(name + ".kql"), text);
    }

    private HuntingQueries queries(String chosen) {
        return new HuntingQueries(settings(config, chosen));
    }

    private static Settings settings(Path config, String chosen) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "00000000-0000-4000-8000-000000000001",
                "defender.client-id", "00000000-0000-4000-8000-00000000c0de",
                "defender.client-secret", "not used",
                "mail.host", "mail.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org"));
        if (!chosen.isEmpty()) {
            values.put("hunting.queries", chosen);
        }
        return Settings.load(config, Map.of(), values);
    }
}
