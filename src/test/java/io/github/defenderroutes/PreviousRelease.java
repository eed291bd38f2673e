package io.github.defenderroutes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.flywaydb.core.Flyway;

/**
 * What an older release has left behind. As long as none is published it is made from this one: its files, and a database
 * whose tables end at an older migration, with all of today's rows that those tables can hold. Once there is one, unpack it
 * in the place of {@link #files}.
 */
public final class PreviousRelease {
    /** The last migration of the release that is imitated. */
    public static final String SCHEMA = "9";

    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

    private PreviousRelease() {}

    /** Routes and settings as they were shipped then. */
    static void files(Path home) {
        copy(Application.ROUTES, home.resolve("routes"));
        copy(Application.CONFIG, home.resolve("config"));
    }

    /**
     * Makes a database as that release would have it.
     *
     * @param today a database of this release, closed; folder and name
     * @param then the one to be made
     */
    public static void database(Path today, Path then) throws SQLException {
        database(then);
        try (Connection from = DriverManager.getConnection(url(today));
                Connection to = DriverManager.getConnection(url(then))) {
            for (String table : names(
                    to,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'defender_schema_history'")) {
                copy(table, from, to);
            }
        }
    }

    /** The same without rows. */
    public static void database(Path then) {
        Flyway.configure()
                .dataSource(url(then), "", "")
                .locations("classpath:db/defender-routes")
                .table("defender_schema_history")
                .target(SCHEMA)
                .load()
                .migrate();
    }

    static String url(Path database) {
        return "jdbc:h2:file:" + database.toAbsolutePath() + OPTIONS;
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException {
        List<String> columns = names(
                to,
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '"
                        + table + "'");
        try (Statement read = from.createStatement();
                ResultSet rows = read.executeQuery("SELECT * FROM " + table);
                PreparedStatement write = to.prepareStatement("INSERT INTO " + table + " (" + String.join(", ", columns)
                        + ") VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")")) {
            while (rows.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    write.setObject(i + 1, then(table, columns.get(i), rows));
                }
                write.executeUpdate();
            }
        }
    }

    private static Object then(String table, String column, ResultSet rows) throws SQLException {
        return table.equals("defender_notices") && column.equals("model")
                ? unpacked(rows.getBytes("packed")) // until migration 12 what a notice tells was text
                : rows.getObject(column);
    }

    private static String unpacked(byte[] packed) {
        try (var text = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
