package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.h2.tools.Restore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This release on what an older one has left: edited routes, a database of older tables, an isolation that is not over. */
class UpgradeTest {
    private static final String EDIT = "# edited by us\n";

    private final Installation our = new Installation();

    @TempDir
    private Path home;

    private Path data;

    @BeforeEach
    void theOlderReleaseHasIsolatedADevice() throws IOException {
        data = Files.createDirectories(home.resolve("data"));
        PreviousRelease.files(home);
        our.with("state.url", "jdbc:h2:file:" + home.resolve("then/state"));
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick().tickAfter(Duration.ofMinutes(1)).stop();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
        PreviousRelease.database(home.resolve("then/state"), data.resolve("defender-routes"));
        our.with("state.url", "jdbc:h2:file:" + data.resolve("defender-routes"))
                .withRoutes(home.resolve("routes"))
                .withConfig(home.resolve("config"));
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void anOpenIsolationIsFollowedToItsEndAndNothingIsDoneTwice() throws IOException {
        Path edited = home.resolve("routes/respond-to-alert.camel.yaml");
        Files.writeString(edited, EDIT + Files.readString(edited));

        our.tick();
        our.tenant()
                .finish(our.tenant().acceptedIsolations("d1").get(0).get("id").toString(), "Succeeded");
        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
        assertThat(our.requestsToIsolate()).hasSize(1);
        our.mailAbout("alert-d1");
        assertThat(edited).content().startsWith(EDIT);
    }

    @Test
    void theDatabaseIsKeptAsItWasBesideTheNewOne() throws IOException, SQLException {
        our.tick().stop();

        Path copy = onlyCopy();
        assertThat(copy.getFileName().toString())
                .matches("defender-routes\\.before-upgrade\\.schema-9\\.\\d{8}T\\d{6}Z\\.zip");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
        }
        Restore.execute(copy.toString(), home.resolve("restored").toString(), null);
        try (Connection old =
                DriverManager.getConnection(PreviousRelease.url(home.resolve("restored/defender-routes")))) {
            assertThat(one(old, "SELECT max(cast(\"version\" AS INTEGER)) FROM defender_schema_history"))
                    .isEqualTo(PreviousRelease.SCHEMA);
            assertThat(one(old, "SELECT open_device FROM defender_isolations")).isEqualTo("d1");
        }
    }

    @Test
    void aDatabaseThatIsCurrentOrNewIsNotCopied() throws IOException {
        our.tick().stop();
        our.tick().stop();
        our.with("state.url", "jdbc:h2:file:" + data.resolve("another")).tick();

        onlyCopy();
    }

    @Test
    void withoutACopyNothingIsChangedAndNothingStarts() throws IOException, SQLException {
        Path inTheWay = Files.createDirectories(data.resolve("defender-routes.before-upgrade.part/full"));

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("(schema 9) and cannot be copied to")
                .hasMessageContaining("Nothing was changed. To fix: ");

        our.stop();
        try (Connection old = DriverManager.getConnection(PreviousRelease.url(data.resolve("defender-routes")))) {
            assertThat(one(old, "SELECT max(cast(\"version\" AS INTEGER)) FROM defender_schema_history"))
                    .isEqualTo(PreviousRelease.SCHEMA);
        }
        assertThat(inTheWay).exists();
    }

    @Test
    void theNewestThreeCopiesAreKept() throws IOException {
        for (String old : List.of("3.20240101T000000Z", "7.20250101T000000Z", "8.20260101T000000Z")) {
            Files.createFile(data.resolve("defender-routes.before-upgrade.schema-" + old + ".zip"));
        }

        our.tick();

        assertThat(copies()).hasSize(3).noneMatch(copy -> copy.toString().contains("schema-3"));
    }

    private Path onlyCopy() throws IOException {
        assertThat(copies()).hasSize(1);
        return copies().get(0);
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
    }

    private static String one(Connection database, String sql) throws SQLException {
        try (ResultSet rows = database.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
