package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.database.StateDatabase;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.Tenant;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This release on what an older one has left: edited routes, a database of older tables, an isolation that is not over. */
class UpgradeTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String VERSION = "SELECT max(cast(\"version\" AS INTEGER)) FROM defender_schema_history";
    private static final String EDIT = "# edited by us\n";

    @TempDir
    private Path home;

    private Path data;

    @BeforeEach
    void theOlderReleaseHasBeenAtWork() throws IOException {
        data = Files.createDirectories(home.resolve("data"));
        PreviousRelease.files(home);
    }

    @Test
    void anOpenIsolationIsFollowedToItsEndAndNothingIsDoneTwice() throws IOException, SQLException {
        try (Installation our = new Installation()) {
            our.with("state.url", "jdbc:h2:file:" + home.resolve("then/state"));
            our.tenant().react("d1", Reaction.staysPending());
            our.alertOn("d1");
            our.tick().tickAfter(A_MINUTE).stop();
            assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
            PreviousRelease.database(home.resolve("then/state"), database());
            Path edited = home.resolve("routes/respond-to-alert.camel.yaml");
            Files.writeString(edited, EDIT + Files.readString(edited));

            our.with("state.url", "jdbc:h2:file:" + database())
                    .withRoutes(home.resolve("routes"))
                    .withConfig(home.resolve("config"))
                    .tick();
            end(our.tenant());
            our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

            assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
            assertThat(our.requestsToIsolate()).hasSize(1);
            our.mailAbout("alert-d1");
            assertThat(edited).content().startsWith(EDIT);
        }
        assertThat(inTheCopy("SELECT open_device FROM defender_isolations")).isEqualTo("d1");
    }

    @Test
    void theDatabaseIsKeptAsItWasBesideTheNewOneForItsOwnerAlone() throws IOException, SQLException {
        PreviousRelease.database(database());

        open(database());

        assertThat(onlyCopy().getFileName().toString())
                .matches("defender-routes\\.before-upgrade\\.schema-9\\.\\d{8}T\\d{6}Z\\.zip");
        assertThat(inTheCopy(VERSION)).isEqualTo(PreviousRelease.SCHEMA);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyCopy())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDatabaseThatIsNewOrCurrentIsNotCopied() throws IOException {
        open(database());
        open(database());

        assertThat(copies()).isEmpty();
    }

    @Test
    void withoutACopyNothingIsChangedAndNothingStarts() throws IOException, SQLException {
        PreviousRelease.database(database());
        Files.createDirectories(data.resolve("defender-routes.before-upgrade.part/in the way"));

        assertThatThrownBy(() -> open(database()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("(schema 9) and cannot be copied to")
                .hasMessageContaining("Nothing was changed. To fix: ");

        assertThat(one(database(), VERSION)).isEqualTo(PreviousRelease.SCHEMA);
    }

    @Test
    void theNewestThreeCopiesAreKept() throws IOException {
        PreviousRelease.database(database());
        for (String old : List.of("3.20240101T000000Z", "7.20250101T000000Z", "8.20260101T000000Z")) {
            Files.createFile(data.resolve("defender-routes.before-upgrade.schema-" + old + ".zip"));
        }

        open(database());

        assertThat(copies()).hasSize(3).noneMatch(copy -> copy.toString().contains("schema-3"));
    }

    private Path database() {
        return data.resolve("defender-routes");
    }

    private static void open(Path database) {
        try (StandIn standIn = StandIn.start();
                StateDatabase opened =
                        StateDatabase.of(Application.settings(standIn, "jdbc:h2:file:" + database.toAbsolutePath()))) {
            opened.open(Duration.ZERO);
        }
    }

    private static void end(Tenant tenant) {
        tenant.finish(tenant.acceptedIsolations("d1").get(0).get("id").toString(), "Succeeded");
    }

    private String inTheCopy(String sql) throws IOException, SQLException {
        Restore.execute(onlyCopy().toString(), home.resolve("restored").toString(), null);
        return one(home.resolve("restored/defender-routes"), sql);
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

    private static String one(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(PreviousRelease.url(database));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
