package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result as large as the service gives any, in a process as small as one that only handles alerts. */
class HuntMemoryTest {
    private static final int ROWS = 100_000;
    private static final int HEAP = 128;

    /** About 40 MB in all, near the 50 MB that the service allows. */
    private static final String LONG = "argument ".repeat(40);

    @TempDir
    private Path folder;

    @Test
    void aHundredThousandRowsAreToldInASmallHeap() throws IOException {
        Path config = Files.createDirectory(folder.resolve("config"));
        Files.copy(Application.CONFIG.resolve("application.properties"), config.resolve("application.properties"));
        Files.createSymbolicLink(
                config.resolve("mail"), Application.CONFIG.resolve("mail").toAbsolutePath());
        Files.createDirectory(config.resolve("hunting"));
        Files.writeString(config.resolve("hunting/all.kql"), """
                // title: Everything
                // cron: * * * * * ?
                // severity: Low
                // look-back: 1d
                Everything
                """);
        try (Child our = new Child(folder, "hunting.queries", "all", "hunting.cron", "* * * * * ?")) {
            our.standIn.login().grant("ThreatHunting.Read.All");
            our.standIn
                    .hunting()
                    .finds(
                            "Everything",
                            Map.of("DeviceId", "String", "ProcessCommandLine", "String"),
                            IntStream.range(0, ROWS)
                                    .mapToObj(HuntMemoryTest::row)
                                    .toList());

            our.start(HEAP, "--config", config.toString());

            await().atMost(Duration.ofSeconds(100))
                    .untilAsserted(() -> assertThat(our.standIn.mails().all())
                            .as(() -> String.join("\n", our.log()))
                            .isNotEmpty());
            assertThat(our.standIn.mails().all()).singleElement().satisfies(mail -> assertThat(mail.subject())
                    .isEqualTo("Hunting, Low: 100000 new rows – Everything"));
        }
    }

    private static Map<String, Object> row(int number) {
        return Map.of("DeviceId", "device-" + number, "ProcessCommandLine", LONG + number);
    }
}
