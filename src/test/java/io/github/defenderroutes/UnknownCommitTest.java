package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.defenderroutes.ledger.LedgerSchema;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection is lost in the middle of a commit, so that nobody knows whether it was carried out: a sixth of all
 * commits, half of them before and half after the database has done it. Nothing is lost and nothing happens twice.
 */
class UnknownCommitTest {
    private static final int DEVICES = 12;
    private static final int ALERTS = 18;

    private final MovableClock clock = new MovableClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final HikariDataSource pool = new HikariDataSource(config());
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Random chance;

    @BeforeEach
    void prepare() {
        LedgerSchema.migrate(pool);
    }

    @AfterEach
    void stop() {
        standIn.close();
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAlertIsHandledEveryDeviceAskedForOnceAndNoMailIsDoubled(long seed) throws Exception {
        for (int i = 0; i < DEVICES; i++) {
            standIn.tenant().add(aMachine("d" + i).name("ws-" + i));
        }
        for (int i = 0; i < ALERTS; i++) {
            standIn.tenant().add(anAlert("a" + i).device("d" + i % DEVICES));
        }
        try (DefenderRoutes app = new DefenderRoutes(
                Application.settings(standIn, Application.memory("lent")), Application.ROUTES, clock, cutting())) {
            app.rehearseWith(Map.of(), "*.camel.yaml");
            chance = new Random(seed);
            for (int minute = 0; minute < 20; minute++) {
                tick(app);
            }
            chance = null;
            assertThat(cuts).as("commits that were cut").hasValueGreaterThan(15);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> app.ledger().away().isEmpty());
            for (int minute = 0; minute < 3 || minute < 15 && !isQuiet(app); minute++) {
                tick(app);
            }

            assertThat(app.ledger().claims().open()).isEmpty();
            assertThat(app.ledger().mails().waiting(1)).isEmpty();
            assertThat(app.ledger().runs().since(0))
                    .filteredOn(run -> run.outcome().equals("done"))
                    .extracting(run -> run.alertId())
                    .hasSize(ALERTS)
                    .doesNotHaveDuplicates();
        }
        assertThat(standIn.tenant().actions())
                .extracting("machineId")
                .hasSize(DEVICES)
                .doesNotHaveDuplicates();
        assertThat(standIn.calls("isolate")).hasSize(DEVICES);
        assertThat(mailsOf("alert")).hasSize(ALERTS);
        assertThat(Stream.of("alert", "isolated", "delayed").map(this::mailsOf))
                .allSatisfy(byAlert -> assertThat(byAlert.values()).allSatisfy(mails -> assertThat(mails)
                        .extracting(ReceivedMail::messageId)
                        .as("a repeat can be told by its Message-ID")
                        .containsOnly(mails.get(0).messageId())));
    }

    private Map<String, List<ReceivedMail>> mailsOf(String kind) {
        return standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains(kind))
                .collect(Collectors.groupingBy(
                        mail -> mail.headers("X-Defender-Alert-Id").get(0)));
    }

    private void tick(DefenderRoutes app) throws InterruptedException {
        clock.advance(Duration.ofMinutes(1));
        try {
            app.runOnce();
        } catch (IllegalStateException e) {
            // what could not be written in time is written later
        }
    }

    private boolean isQuiet(DefenderRoutes app) {
        return app.ledger().claims().open().isEmpty()
                && app.ledger().mails().waiting(1).isEmpty()
                && !app.ledger().mails().unsealed();
    }

    private static HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        config.setMaximumPoolSize(20);
        return config;
    }

    /** The pool, whose connections now and then break while they commit. */
    private DataSource cutting() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = call(pool, method, arguments);
                    return result instanceof Connection connection ? cutting(connection) : result;
                });
    }

    private Connection cutting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Random dice = chance;
                    if (dice == null || !method.getName().equals("commit") || dice.nextInt(6) > 0) {
                        return call(connection, method, arguments);
                    }
                    cuts.incrementAndGet();
                    if (dice.nextBoolean()) {
                        connection.commit();
                    } else {
                        connection.rollback();
                    }
                    throw new SQLException("The connection is lost", "08006");
                });
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
