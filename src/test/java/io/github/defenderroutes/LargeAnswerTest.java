package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer too large for memory waits in a file. */
class LargeAnswerTest {
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @TempDir
    private Path folder;

    /** As it is where another user's Camel was first: it keeps its own files in the folder of that name, and for itself. */
    @Test
    void theFileIsInAFolderOfOurOwnWhoeverElseUsesCamelOnTheMachine() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Files.createFile(temporary.resolve("camel"));
        try (Child child = new Child(folder, "java.io.tmpdir", temporary.toString())) {
            child.standIn.tenant().add(aMachine("d1"));
            child.standIn.tenant().add(anAlert("a1").device("d1").set("description", "x".repeat(TEN_MEGABYTES)));

            child.start();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> child.standIn.tenant().acceptedIsolations("d1").size() == 1);
        }
    }
}
