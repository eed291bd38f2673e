package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final TestLedger tables = new TestLedger();
    private final Database database = new Database(tables);
    private final GroupCommit group = new GroupCommit(database);
    private final Set<Connection> transactions = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void whatWaitsWhileAnotherCommitsIsCommittedTogether() throws Exception {
        List<FutureTask<String>> waited = whileOneCommits(write("b"), write("c"), write("d"));

        for (FutureTask<String> one : waited) {
            String name = one.get();
            assertThat(written()).as("at once").contains(name);
        }
        assertThat(transactions).as("the first, and the others").hasSize(2);
    }

    @Test
    void nobodyMeetsTheFailureOfAnother() throws Exception {
        List<FutureTask<String>> waited = whileOneCommits(write("b"), refuse(), write("d"));

        assertThatThrownBy(() -> waited.get(1).get())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused");
        assertThat(waited.get(0).get()).isEqualTo("b");
        assertThat(waited.get(2).get()).isEqualTo("d");
        assertThat(written()).containsExactly("a", "b", "d");
    }

    @Test
    void workByItselfFailsWithItsOwnFailureAndIsTriedOnce() {
        assertThatThrownBy(refuse()::call).isInstanceOf(IllegalStateException.class);

        assertThat(transactions).hasSize(1);
        assertThat(written()).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayEachHearsSo() throws Exception {
        tables.isAway(true);

        assertThatThrownBy(write("a")::call).isInstanceOf(LedgerException.class);
        tables.isAway(false);

        assertThat(write("b").call()).isEqualTo("b");
        assertThat(written()).containsExactly("b");
    }

    /** Starts the work, each in its own thread and one after the other, while the work {@code a} holds the others up. */
    @SafeVarargs
    private List<FutureTask<String>> whileOneCommits(Callable<String>... work) throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        FutureTask<String> first = new FutureTask<>(() -> group.transaction(c -> {
            begun.countDown();
            waitFor(goOn);
            return insert(c, "a");
        }));
        new Thread(first).start();
        begun.await();
        List<FutureTask<String>> waiting = new ArrayList<>();
        for (Callable<String> one : work) {
            FutureTask<String> task = new FutureTask<>(one);
            Thread thread = new Thread(task);
            thread.start();
            await().until(() -> thread.getState() == Thread.State.WAITING);
            waiting.add(task);
        }
        goOn.countDown();
        first.get();
        return waiting;
    }

    private Callable<String> write(String name) {
        return () -> group.transaction(c -> insert(c, name));
    }

    private Callable<String> refuse() {
        return () -> group.transaction(c -> {
            insert(c, "refused");
            throw new IllegalStateException("refused");
        });
    }

    private String insert(Connection c, String name) throws SQLException {
        transactions.add(c);
        Database.update(
                c, "INSERT INTO defender_leases (tenant, name, until_at) VALUES (?,?,0)", TestLedger.TENANT, name);
        return name;
    }

    private List<String> written() {
        return database.transaction(
                c -> Database.query(c, row -> row.getString(1), "SELECT name FROM defender_leases ORDER BY name"));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
