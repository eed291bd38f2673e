package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check of the container, as its recipe words it. */
class ContainerHealthTest {
    private static final Pattern HEALTH_CHECK = Pattern.compile("HEALTHCHECK .*\\\\\\n\\s+CMD (\\[.*])");

    @TempDir
    private Path folder;

    private final int port = Ports.unused();

    @Test
    void aProcessThatWorksIsHealthyAndOneThatIsGoneIsNot() throws Exception {
        try (Child child = new Child(folder, "management.port", String.valueOf(port))) {
            ChildProcess process = child.start();

            await().atMost(Duration.ofSeconds(60)).until(() -> exitOfTheCheck() == 0);

            process.kill();
            assertThat(exitOfTheCheck()).isNotZero();
        }
    }

    private int exitOfTheCheck() throws Exception {
        ProcessBuilder check = new ProcessBuilder(command());
        check.environment().put("MANAGEMENT_PORT", String.valueOf(port));
        Process process = check.redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> command() throws IOException {
        Matcher written = HEALTH_CHECK.matcher(Files.readString(Path.of("src/dist/container/Containerfile")));
        assertThat(written.find()).isTrue();
        return new ObjectMapper().readValue(written.group(1), new TypeReference<>() {});
    }
}
