package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An installation whose process is a JVM of its own, with its database in a file and every schedule once a second. */
final class Child implements AutoCloseable {
    final StandIn standIn = StandIn.start();

    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final List<ChildProcess> started = new ArrayList<>();

    /** @param folder for database, log and routes */
    Child(Path folder, String... keysAndValues) {
        this.folder = folder;
        settings.putAll(standIn.settings());
        settings.putAll(Map.of(
                "state.url", "jdbc:h2:file:" + folder.resolve("state"),
                "isolation.mode", "enforce",
                "isolation.cap.per-hour", "off",
                "isolation.cap.per-day", "off",
                "isolation.settle", "1s",
                "alerts.workers", "4",
                "alerts.poll.cron", "* * * * * ?",
                "alerts.retry.cron", "* * * * * ?",
                "mail.send.cron", "* * * * * ?"));
        settings.putAll(Map.of("defender.quota.per-minute", "100000", "defender.quota.per-hour", "1000000"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        copyRoutesWithAlarmsEverySecond();
    }

    private void copyRoutesWithAlarmsEverySecond() {
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            Path target = Files.createDirectories(folder.resolve("routes"));
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Files.writeString(
                        target.resolve(file.getFileName()),
                        Files.readString(file).replace("\"3/10 * * * * ?\"", "\"* * * * * ?\""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChildProcess start() {
        return start(ChildProcess.USUAL_HEAP);
    }

    /** @param heap in megabytes */
    ChildProcess start(int heap, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--routes", folder.resolve("routes").toString()));
        ChildProcess process = new ChildProcess(heap, folder.resolve("log"), settings, all.toArray(String[]::new));
        started.add(process);
        return process;
    }

    /** High alerts, a device each. */
    Child alerts(int from, int to) {
        for (int i = from; i < to; i++) {
            standIn.tenant().add(aMachine("d" + i).name("ws-" + i));
            standIn.tenant().add(anAlert("a" + i).device("d" + i));
        }
        return this;
    }

    /** What its process was started with. */
    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    Path databaseFile() {
        return folder.resolve("state.mv.db");
    }

    List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ReceivedMail> alarms() {
        return mails("alarm");
    }

    /** The alerts that were mailed about. */
    List<String> mailed() {
        return mails("alert").stream()
                .flatMap(mail -> mail.headers("X-Defender-Alert-Id").stream())
                .toList();
    }

    private List<ReceivedMail> mails(String kind) {
        return standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains(kind))
                .toList();
    }

    /** How many claims there are by state; those that something counts against as {@code blamed}. No process may run. */
    Map<String, Integer> claims() {
        Map<String, Integer> claims = new HashMap<>();
        try (Connection connection =
                        DriverManager.getConnection(settings.get("state.url") + ";DATABASE_TO_LOWER=TRUE");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT state, attempts FROM defender_claims")) {
            while (rows.next()) {
                claims.merge(rows.getInt(2) > 0 ? "blamed" : rows.getString(1), 1, Integer::sum);
            }
            return claims;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every one of so many devices was asked for by one request, and every alert was mailed in one mail. */
    void assertEachIsolatedAndMailedOnce(int alerts) {
        assertThat(standIn.tenant().actions())
                .extracting("machineId")
                .hasSize(alerts)
                .doesNotHaveDuplicates();
        assertThat(standIn.calls("isolate")).hasSize(alerts);
        assertThat(mailed()).hasSize(alerts).doesNotHaveDuplicates();
    }

    @Override
    public void close() {
        started.forEach(ChildProcess::close);
        standIn.close();
    }
}
