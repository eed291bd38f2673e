package io.github.defenderroutes.dist;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle in a real Karaf, as an ESB's operators would put it there: dropped into deploy/, configured in etc/. */
@Tag("packaged")
class KarafTest {
    private static final Path BUNDLE = Path.of("target/defender-routes-osgi.jar");
    private static final String OURS = "io.github.defenderroutes.DefenderRoutes";

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    private Path karaf;
    private Process process;

    @BeforeEach
    void startKaraf() throws IOException {
        karaf = folder.resolve("karaf");
        try (Stream<Path> unpacked = Files.list(Path.of("target"))) {
            copy(
                    unpacked.filter(file -> file.getFileName().toString().matches("apache-karaf-[0-9.]+"))
                            .findFirst()
                            .orElseThrow(),
                    karaf);
        }
        // nothing of it may listen, and not more of it is needed
        replace(
                karaf.resolve("etc/org.apache.karaf.features.cfg"),
                "(?s)featuresBoot = .*?\n\n",
                "featuresBoot = framework, log, feature, deployer, config\n\n");
        copy(Path.of("routes"), folder.resolve("home/routes"));
        copy(Path.of("config"), folder.resolve("home/config"));
        configure("enforce");
        ProcessBuilder start = new ProcessBuilder(karaf.resolve("bin/karaf").toString(), "daemon");
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        start.environment().put("EXTRA_JAVA_OPTS", "-XX:SoftRefLRUPolicyMSPerMB=0"); // what is only softly held goes at once
        start.environment().put("OUR_SECRET", standIn.settings().get("defender.client-secret"));
        start.redirectErrorStream(true).redirectOutput(folder.resolve("console").toFile());
        process = start.start();
    }

    @AfterEach
    void stopKaraf() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        standIn.close();
    }

    @Test
    void itPollsIsolatesAndMailsAndLeavesNothingBehindAndComesBack() throws Exception {
        alertOn("d1");
        deploy();
        awaitIsolationAndMail("d1");

        undeploy();
        await().atMost(2, MINUTES)
                .untilAsserted(() -> assertThat(jcmd("Thread.print"))
                        .doesNotContainIgnoringCase("defender", "quartz", "prometheus", "hikari", "h2-", "caffeine"));

        alertOn("d2");
        deploy();
        awaitIsolationAndMail("d2");
        // the caches of Java 17 keep the last one (asTypeCache of a record's equals) until the next one takes its place
        await().atMost(2, MINUTES).untilAsserted(() -> {
            jcmd("GC.run");
            assertThat(jcmd("VM.class_hierarchy", OURS)).containsOnlyOnce(OURS + "/");
        });
        assertThat(standIn.tenant().acceptedIsolations("d1"))
                .as("known from before")
                .hasSize(1);
    }

    @Test
    void aChangedConfigurationRestartsIt() throws Exception {
        deploy();
        awaitLog("Defender Routes runs with .*isolation.mode = enforce");

        configure("off");

        awaitLog("Defender Routes runs with .*isolation.mode = off");
    }

    private void alertOn(String device) {
        standIn.tenant().add(aMachine(device)).add(anAlert("alert-" + device).device(device));
    }

    private void awaitIsolationAndMail(String device) {
        await().atMost(2, MINUTES).untilAsserted(() -> {
            assertThat(standIn.tenant().acceptedIsolations(device)).hasSize(1);
            assertThat(standIn.mails().all())
                    .anyMatch(mail -> mail.headers("X-Defender-Alert-Id").contains("alert-" + device));
        });
    }

    private void awaitLog(String pattern) {
        await().atMost(2, MINUTES).untilAsserted(() -> assertThat(karaf.resolve("data/log/karaf.log"))
                .content()
                .containsPattern(pattern));
    }

    /** Under another name first, so that Karaf never sees half of it. */
    private void deploy() throws IOException {
        Files.createDirectories(karaf.resolve("deploy"));
        Path whole = Files.copy(BUNDLE, folder.resolve("whole.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, karaf.resolve("deploy/defender-routes-osgi.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void undeploy() throws IOException {
        Files.delete(karaf.resolve("deploy/defender-routes-osgi.jar"));
    }

    private void configure(String mode) throws IOException {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.put("home", "${karaf.etc}/../../home");
        values.put("defender.client-secret", "${env:OUR_SECRET}");
        values.put("state.url", "jdbc:h2:file:" + folder.resolve("state/defender-routes"));
        values.put("isolation.mode", mode);
        values.put("alerts.poll.cron", "* * * * * ?");
        values.put("mail.send.cron", "* * * * * ?");
        values.put("defender.quota.per-minute", "100000");
        values.put("defender.quota.per-hour", "1000000");
        List<String> lines = new ArrayList<>();
        values.forEach((key, value) -> lines.add(key + " = " + value.replace("\\", "\\\\")));
        Files.write(karaf.resolve("etc/io.github.defenderroutes.cfg"), lines);
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(process.pid())));
        line.addAll(List.of(command));
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(asked.getInputStream().readAllBytes());
        assertThat(asked.waitFor()).as(said).isZero();
        return said;
    }

    private static void replace(Path file, String pattern, String by) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst(pattern, by));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.createDirectories(to.resolve(from.relativize(file)).getParent());
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
