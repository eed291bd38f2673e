package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Processes that share one memory and are killed again and again while alerts keep coming. What they did, the stand-in
 * says; no word of our own database is believed before the end.
 */
final class KillSeries implements AutoCloseable {
    /** What was accepted within one moment is noted in one commit: 20 mails at most, and the one on its way. */
    private static final long NOTED_TOGETHER = 21;

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofMinutes(3);
    private static final int LONGEST_LIFE_MILLIS = 1_500;

    final StandIn standIn = StandIn.start();
    private final Map<String, String> settings = new HashMap<>();
    private final Path log;
    private final Random random;
    private final List<String> arguments = new ArrayList<>();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final Set<String> alerts = new LinkedHashSet<>();
    private final Set<String> devices = new LinkedHashSet<>();
    private int kills;

    KillSeries(Path folder, String database) {
        long seed = Long.getLong("kills.seed", System.nanoTime());
        System.out.println("A series of kills; to repeat it: -Dkills.seed=" + seed);
        random = new Random(seed);
        log = folder.resolve("log");
        settings.putAll(standIn.settings());
        settings.putAll(Map.of(
                "state.url", database,
                "isolation.mode", "enforce",
                "isolation.cap.per-hour", "off",
                "isolation.cap.per-day", "off",
                "isolation.settle", "1s",
                "alerts.page-size", "10",
                "alerts.workers", "4",
                "alerts.poll.cron", "* * * * * ?",
                "alerts.retry.cron", "* * * * * ?",
                "mail.send.cron", "* * * * * ?"));
        settings.put("mail.digest.by", "off"); // or a test would wait for the end of a window
        settings.putAll(Map.of("defender.quota.per-minute", "100000", "defender.quota.per-hour", "1000000"));
        standIn.faults()
                .latency("list-alerts", Duration.ofMillis(30))
                .latency("get-alert", Duration.ofMillis(40))
                .latency("list-machine-actions", Duration.ofMillis(60))
                .latency("isolate", Duration.ofMillis(150));
    }

    /** The routes of the processes, instead of the shipped ones. */
    KillSeries withRoutes(Path folder) {
        arguments.addAll(List.of("--routes", folder.toString()));
        return this;
    }

    KillSeries with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** So many processes start, and one after the other is killed and started again, so many times. */
    KillSeries killed(int times, int together) {
        moreAlerts();
        for (int i = 0; i < together; i++) {
            processes.add(start());
        }
        for (kills = 0; kills < times; kills++) {
            moreAlerts();
            awaitAnother("list-alerts", standIn.calls("list-alerts").size());
            int life = random.nextInt(20, LONGEST_LIFE_MILLIS);
            int victim = random.nextInt(together);
            // a condition to wait for would always hit the same place
            processes.get(victim).killIn(Duration.ofMillis(life));
            processes.set(victim, start());
        }
        return this;
    }

    /** A process that has signed in, and so is about to make its first call. */
    private ChildProcess start() {
        int before = standIn.calls("token").size();
        ChildProcess process = new ChildProcess(log, settings, arguments.toArray(String[]::new));
        awaitAnother("token", before);
        return process;
    }

    private void awaitAnother(String operation, int before) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> standIn.calls(operation).size() > before);
    }

    private void moreAlerts() {
        for (int i = 0; i < 3; i++) {
            String device = "d" + devices.size();
            devices.add(device);
            standIn.tenant().add(aMachine(device).name(device + ".corp.example"));
            alert("High", device);
            alert("High", device);
            alert("Medium", device);
        }
    }

    private void alert(String severity, String device) {
        String id = "a" + alerts.size();
        alerts.add(id);
        standIn.tenant().add(anAlert(id).severity(severity).device(device));
    }

    /** Lets those that live finish the work, and asserts that nothing was lost and nothing done twice. */
    void assertNothingLostAndNothingTwice() {
        await().atMost(END)
                .untilAsserted(
                        () -> assertThat(told().keySet()).as("alerts told").containsAll(alerts));
        await().atMost(END).untilAsserted(() -> assertThat(isolated()).containsAll(devices));
        processes.forEach(ChildProcess::terminate);

        assertThat(standIn.tenant().actions())
                .as("accepted isolations")
                .extracting("machineId")
                .containsExactlyInAnyOrderElementsOf(devices);
        told().forEach((alert, mails) -> assertThat(mails.stream()
                        .collect(Collectors.groupingBy(
                                mail -> mail.headers("X-Defender-Routes-Kind").get(0),
                                Collectors.mapping(ReceivedMail::messageId, Collectors.toSet())))
                        .values())
                .as("Message-IDs of each kind of mail about " + alert)
                .allSatisfy(ids -> assertThat(ids).hasSize(1)));
        long different = standIn.mails().all().stream()
                .map(ReceivedMail::messageId)
                .distinct()
                .count();
        assertThat(standIn.mails().all().size() - different)
                .as("mails repeated")
                .isLessThanOrEqualTo(kills * NOTED_TOGETHER);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        settings.remove("alerts.hand-over"); // what is left in a queue would be taken by nobody
        try (DefenderRoutes after = new DefenderRoutes(
                Application.settings(Application.CONFIG, standIn.settings(), settings.get("state.url"), settings),
                Application.ROUTES,
                Clock.systemUTC())) {
            after.runOnce();
            assertThat(after.ledger().claims().open()).as("open claims").isEmpty();
            assertThat(after.ledger().mails().waiting(1)).as("waiting mails").isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, List<ReceivedMail>> told() {
        Map<String, List<ReceivedMail>> told = new TreeMap<>();
        for (ReceivedMail mail : standIn.mails().all()) {
            mail.headers("X-Defender-Alert-Id").forEach(alert -> told.computeIfAbsent(alert, id -> new ArrayList<>())
                    .add(mail));
        }
        return told;
    }

    private Set<String> isolated() {
        Set<String> isolated = new TreeSet<>();
        standIn.tenant().actions().forEach(action -> isolated.add((String) action.get("machineId")));
        return isolated;
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
        standIn.close();
    }
}
