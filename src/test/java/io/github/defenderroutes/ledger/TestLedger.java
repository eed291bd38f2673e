package io.github.defenderroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A database of its own with the ledger's tables, in memory, that can be away for a while. With
 * {@code -Dledger.url=jdbc:postgresql:...} the same tests run there, in a schema of their own, which the next test has
 * after them, empty.
 */
public final class TestLedger implements DataSource, AutoCloseable {
    public static final String TENANT = "tenant-1";
    static final String URL = "ledger.url";

    /** Long enough for what comes to its end, and not for what never does. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final String SCRIPTS = String.join("\n", scripts());

    /** Schemas of the server with tables that nobody uses. */
    private static final Queue<HikariDataSource> EMPTY = new ConcurrentLinkedQueue<>();

    private final HikariDataSource pool;
    private final boolean isReused;
    private final List<Ledger> ledgers = new ArrayList<>();
    private volatile boolean away;

    public TestLedger() {
        this(true);
    }

    /** With the tables as {@link LedgerSchema} makes them, and its history of them. */
    static TestLedger migrated() {
        TestLedger database = new TestLedger(false);
        LedgerSchema.migrate(database);
        return database;
    }

    /** @param withTables otherwise it is empty */
    TestLedger(boolean withTables) {
        String server = System.getProperty(URL);
        isReused = server != null && withTables;
        HikariDataSource empty = isReused ? EMPTY.poll() : null;
        pool = empty == null ? database(server) : empty;
        if (withTables && empty == null) {
            run(SCRIPTS);
        }
    }

    private static HikariDataSource database(String server) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                server == null
                        ? "jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
                        : server);
        if (server != null) {
            config.setConnectionInitSql("CREATE SCHEMA IF NOT EXISTS " + name + "; SET search_path TO " + name);
        }
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** For {@link #SCRIPTS}: what {@link LedgerSchema} makes of an empty database, in a fraction of the time. */
    private void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> scripts() {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/defender-routes"))) {
            List<String> scripts = new ArrayList<>();
            for (Path file :
                    files.sorted(Comparator.comparingInt(TestLedger::version)).toList()) {
                scripts.add(Files.readString(file));
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the last migration. */
    static int newest() {
        return scripts().size();
    }

    private static int version(Path script) {
        return Integer.parseInt(script.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"));
    }

    /** A process on this database; started, and closed with it. */
    public Ledger start(Clock clock) {
        Ledger ledger = ledger(clock);
        ledger.start();
        ledgers.add(ledger);
        return ledger;
    }

    Ledger ledger(Clock clock) {
        return new Ledger(this, TENANT, clock, false, PATIENCE);
    }

    public void isAway(boolean gone) {
        away = gone;
    }

    /** Rows of a query, columns by name. */
    public List<Map<String, Object>> rows(String sql, Object... values) {
        return new Database(pool)
                .transaction(c -> Database.query(
                        c,
                        row -> {
                            Map<String, Object> columns = new LinkedHashMap<>();
                            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                columns.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
                            }
                            return columns;
                        },
                        sql,
                        values));
    }

    public int update(String sql, Object... values) {
        return new Database(pool).transaction(c -> Database.update(c, sql, values));
    }

    static Map<String, Object> alert(String id, String severity, String time) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", id);
        alert.put("severity", severity);
        alert.put("alertCreationTime", time);
        alert.put("lastUpdateTime", time);
        return alert;
    }

    static List<String> ids(List<Map<String, Object>> alerts) {
        return alerts.stream().map(alert -> (String) alert.get("id")).toList();
    }

    static FinishedRun run(Claim claim, FinishedRun.Outcome outcome, long dueAt, Notice... notices) {
        return new FinishedRun(
                claim, outcome, true, claim.severity(), null, null, "[]", null, List.of(notices), dueAt, 0, 1);
    }

    static FinishedRun run(Claim claim, FinishedRun.Outcome outcome, List<Attached> attached) {
        return new FinishedRun(
                claim,
                outcome,
                true,
                claim.severity(),
                null,
                null,
                "[]",
                null,
                List.of(),
                0,
                0,
                1,
                FinishedRun.Particulars.NONE,
                attached);
    }

    static Notice notice(Claim claim) {
        return new Notice(claim.kind(), claim.alertId(), "", Severity.HIGH, null, null, "{}");
    }

    @Override
    public void close() {
        ledgers.forEach(Ledger::close);
        if (isReused) {
            String tables = rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").stream()
                    .map(row -> (String) row.get("tablename"))
                    .collect(Collectors.joining(", "));
            run("TRUNCATE " + tables + " RESTART IDENTITY");
            EMPTY.add(pool);
        } else {
            pool.close();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLException("The database is away", "08006");
        }
        return pool.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
