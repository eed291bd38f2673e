package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.TENANT;
import static io.github.defenderroutes.ledger.TestLedger.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.defenderroutes.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When another process may be taken for dead before its heartbeat is old. */
class WorkerTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger dead = database.start(clock);

    @TempDir
    private Path proc;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aProcessThatRanHereAndIsNoMoreIsNotWaitedFor() throws Exception {
        assumeThat(Home.ofThisProcess().showsItsProcesses()).isTrue();
        take(dead);
        database.update("UPDATE defender_workers SET pid = ?", pidOfNobody());

        assertThat(take(database.start(clock))).isEqualTo(1);
    }

    @Test
    void aLivingProcessNoticesItAtItsNextHeartbeat() throws Exception {
        assumeThat(Home.ofThisProcess().showsItsProcesses()).isTrue();
        Worker living = new Worker(new Database(database), TENANT, clock, false);
        living.start();
        take(dead);
        database.update("UPDATE defender_workers SET pid = ? WHERE id <> ?", pidOfNobody(), living.id());
        Claims claims = new Claims(
                new Database(database), TENANT, living, new Intake(clock), new Solitude(Duration.ZERO), clock);
        assertThat(take(claims)).isZero();

        living.beat();

        assertThat(take(claims)).isEqualTo(1);
    }

    @Test
    void aProcessWhosePidIsInUseIsWaitedFor() {
        take(dead); // the pid is ours

        assertThat(take(database.start(clock))).isZero();
    }

    @Test
    void aProcessElsewhereIsWaitedForThoughItsPidIsNobodysHere() throws Exception {
        take(dead);
        database.update("UPDATE defender_workers SET pid = ?, host = 'elsewhere'", pidOfNobody());
        assertThat(take(database.start(clock))).isZero();

        clock.pass(Worker.PRESUMED_DEAD.plus(Duration.ofSeconds(1)));

        assertThat(take(database.start(clock))).isEqualTo(1);
    }

    @Test
    void containersOfOneNameDoNotLookForEachOthersPids() throws IOException {
        proc("pid:[4026531836]", "proc /proc proc rw 0 0");
        Home one = Home.of(proc, "web", "app");
        Files.delete(proc.resolve("self/ns/pid"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[4026532277]"));
        Home other = Home.of(proc, "web", "app");

        assertThat(one.showsItsProcesses()).isTrue();
        assertThat(other.name()).isNotEqualTo(one.name());
        assertThat(Home.of(proc, "web", "another-user").name()).isNotEqualTo(other.name());
    }

    @Test
    void whereProcessesAreHiddenNobodyIsTakenForDead() throws IOException {
        proc("pid:[4026531836]", "proc /proc proc rw,hidepid=invisible 0 0");

        assertThat(Home.of(proc, "web", "app").showsItsProcesses()).isFalse();
    }

    @Test
    void whereTheSystemDoesNotTellNobodyIsTakenForDead() {
        assertThat(Home.of(proc.resolve("nowhere"), "web", "app")).isEqualTo(new Home("web", false));
    }

    private void proc(String namespace, String mounts) throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.createDirectories(proc.resolve("self/ns"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "8220e17d\n");
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of(namespace));
        Files.writeString(proc.resolve("self/mounts"), mounts);
    }

    private static long pidOfNobody() throws Exception {
        Process process =
                new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version").start();
        process.waitFor();
        return process.pid();
    }

    private static int take(Ledger ledger) {
        return take(ledger.claims());
    }

    private static int take(Claims claims) {
        return claims.take(List.of(alert("a", "High", "2026-11-20T08:00:00Z")), Long.MIN_VALUE, null)
                .size();
    }
}
