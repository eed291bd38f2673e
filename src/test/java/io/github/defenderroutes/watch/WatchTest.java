package io.github.defenderroutes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Noticing what people save, however their editors do it. */
@Timeout(30)
class WatchTest {
    @TempDir
    private Path folder;

    private Path routes;
    private Path hunting;
    private Watch watch;

    @BeforeEach
    void begin() throws IOException {
        routes = Files.createDirectories(folder.resolve("routes"));
        hunting = folder.resolve("config/hunting");
        Files.writeString(routes.resolve("a.camel.yaml"), "a");
        Files.writeString(routes.resolve("b.camel.yaml"), "b");
        watch = new Watch(List.of(routes, folder.resolve("config")));
    }

    @Test
    void aSaveARemovalAndANewFileAreToldTogether() throws Exception {
        Files.writeString(routes.resolve("a.camel.yaml"), "a2");
        Files.delete(routes.resolve("b.camel.yaml"));
        Files.writeString(routes.resolve("c.camel.yaml"), "c");

        assertThat(watch.next())
                .containsExactly(
                        routes.resolve("a.camel.yaml"), routes.resolve("b.camel.yaml"), routes.resolve("c.camel.yaml"));
    }

    @Test
    void anEditorThatWritesACopyAndRenamesItHasSavedTheOneFile() throws Exception {
        Path copy = routes.resolve(".a.camel.yaml.swp");
        Files.writeString(copy, "x");
        Files.writeString(routes.resolve("a.camel.yaml~"), "a");
        Files.move(copy, routes.resolve("a.camel.yaml"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(watch.next()).containsExactly(routes.resolve("a.camel.yaml"));
    }

    @Test
    void aFolderMayComeLater() throws Exception {
        Files.createDirectories(hunting);
        Files.writeString(hunting.resolve("q.kql"), "DeviceInfo");

        assertThat(watch.next()).containsExactly(hunting.resolve("q.kql"));
    }

    @Test
    void whatWasSavedSinceTheLastCallIsToldByTheNext() throws Exception {
        Files.writeString(routes.resolve("a.camel.yaml"), "a2");
        assertThat(watch.next()).hasSize(1);
        Files.writeString(routes.resolve("b.camel.yaml"), "b2");

        assertThat(watch.next()).isEqualTo(Set.of(routes.resolve("b.camel.yaml")));
    }

    @Test
    void whoeverIsStillSavingIsWaitedFor() throws Exception {
        Path file = routes.resolve("a.camel.yaml");
        Thread saving = new Thread(() -> {
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() < end) {
                try {
                    Files.writeString(file, String.valueOf(System.nanoTime()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        saving.start();

        watch.next();

        assertThat(saving.isAlive()).isFalse();
    }
}
