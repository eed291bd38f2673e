package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database's files belong to their owner alone, and so does the folder that is theirs. */
class OwnerOnlyTest {
    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void prepare() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no owners here");
        data = folder.resolve("state/data");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aNewFolderAndItsFilesAreTheOwnersAlone() throws IOException {
        open();

        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("defender-routes.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void whatOthersCouldReadTheyCanNotAfterTheNextStart() throws IOException {
        open();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }

        open();

        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("defender-routes.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatHoldsMoreThanOursIsLeftAsItIs() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve("of-somebody-else"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        open();

        assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(data.resolve("of-somebody-else"))).isNotEqualTo("rw-------");
        assertThat(permissions(data.resolve("defender-routes.mv.db"))).isEqualTo("rw-------");
    }

    private void open() {
        try (DefenderRoutes app = Application.on(standIn, "jdbc:h2:file:" + data.resolve("defender-routes"))) {
            app.openLedger();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
