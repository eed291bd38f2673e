package io.github.defenderroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.ledger.LedgerSchema;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of the ledger: the one that {@code state.url} names, or one that its owner lends us. */
public final class StateDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDatabase.class);

    /** Longer than a command has a file open that nobody else has; a process that runs keeps it. */
    public static final Duration WHILE_A_COMMAND_HAS_IT = Duration.ofSeconds(5);

    /** A transaction waits so long for rows that another one has locked; then it fails. */
    private static final int LONGEST_LOCK_MILLIS = 10_000;

    /** And so long for a connection; there are more than ever work at once, so the database is away then. */
    private static final int LONGEST_WAIT_MILLIS = 5_000;

    /** A server that says nothing for so long counts as lost, though its connection stands. */
    private static final int SILENCE_SECONDS = 30;

    /** A connection remembers so many statements that it has read, and not only H2's 8. */
    private static final int OUR_STATEMENTS = 64;

    /** H2's error code for a file that another process holds. */
    private static final int FILE_IN_USE = 90020;

    private static final int LOOK_AGAIN_MILLIS = 100;

    private final String url;
    private final DataSource dataSource;
    private final Optional<HikariDataSource> pool;
    private final boolean alone;
    private final boolean upToDate;
    private volatile Optional<CompletableFuture<Void>> opening = Optional.empty();

    private StateDatabase(
            String url, DataSource dataSource, Optional<HikariDataSource> pool, boolean alone, boolean upToDate) {
        this.url = url;
        this.dataSource = dataSource;
        this.pool = pool;
        this.alone = alone;
        this.upToDate = upToDate;
    }

    /** A database that its owner has opened, has brought up to date, shares with no other process, and will close. */
    public static StateDatabase lent(DataSource dataSource) {
        return new StateDatabase("lent", dataSource, Optional.empty(), true, true);
    }

    /** A database of an application's that embeds us, not looked at yet, which others may use too and which it will close. */
    public static StateDatabase given(DataSource dataSource) {
        return new StateDatabase("the given DataSource", dataSource, Optional.empty(), false, false);
    }

    /** The database of the settings, not opened yet. */
    public static StateDatabase of(Settings settings) {
        String url = settings.text("state.url");
        boolean h2 = url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:");
        boolean shared = !h2 || url.toLowerCase(Locale.ROOT).matches("jdbc:h2:(tcp|ssl):.*|.*;auto_server=true.*");
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("defender-ledger");
        pool.setJdbcUrl(h2 ? withOurOptions(url) : url);
        settings.optionalText("state.username").ifPresent(pool::setUsername);
        settings.optionalText("state.password").ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(Math.max(10, settings.number("alerts.workers") + 4));
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(LONGEST_WAIT_MILLIS);
        if (h2) {
            pool.setAllowPoolSuspension(true);
            pool.setExceptionOverride(new ClosedFile(pool));
        } else {
            pool.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE_SECONDS));
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.setConnectionInitSql("SET lock_timeout = " + LONGEST_LOCK_MILLIS);
        }
        return new StateDatabase(url, pool, Optional.of(pool), !shared, false);
    }

    /** Begins to {@link #open} it, which then waits for that and tells what came of it. */
    public void beginToOpen(Duration patience) {
        opening = Optional.of(CompletableFuture.runAsync(() -> openNow(patience)));
    }

    /**
     * Opens it and brings its tables up to date, unless it is lent.
     *
     * @param patience how long to wait for another process that has it open
     * @throws StartException if that is not possible; says why and what to do
     */
    public void open(Duration patience) {
        Optional<CompletableFuture<Void>> begun = opening;
        opening = Optional.empty();
        if (begun.isEmpty()) {
            openNow(patience);
            return;
        }
        try {
            begun.get().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartException problem ? problem : e;
        }
    }

    @SuppressWarnings("try") // the first connection holds a file open for those of the pool
    private void openNow(Duration patience) {
        if (upToDate) {
            return;
        }
        if (pool.isEmpty()) {
            prepare();
            return;
        }
        Optional<OwnerOnly> file = H2File.of(url).map(OwnerOnly::new);
        file.ifPresent(OwnerOnly::makeFolder);
        try (Connection first = connect(pool.get(), patience)) {
            file.ifPresent(OwnerOnly::enforce);
            dataSource.getConnection().close();
            LedgerSchema.migrate(dataSource, version -> H2File.of(url)
                    .ifPresent(old -> new SafetyCopy(old, dataSource, Clock.systemUTC()).make(version)));
        } catch (StartException e) {
            throw e;
        } catch (PoolInitializationException | SQLException e) {
            throw problem(e);
        } catch (IllegalStateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * Opens it as it is and changes none of its tables.
     *
     * @return false if there is none yet
     * @throws StartException if it cannot be opened, or holds the tables of another release
     */
    @SuppressWarnings("try") // the first connection holds a file open for those of the pool
    public boolean openAsItIs() {
        if (pool.isPresent() && !exists()) {
            return false;
        }
        try (Connection first = pool.isEmpty() ? dataSource.getConnection() : connect(pool.get(), Duration.ZERO)) {
            LedgerSchema.requireCurrent(dataSource);
            return true;
        } catch (PoolInitializationException | SQLException e) {
            throw problem(e);
        } catch (IllegalStateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void prepare() {
        try {
            LedgerSchema.prepare(dataSource);
        } catch (IllegalStateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** A look at a file that is not there would make it. */
    private boolean exists() {
        return H2File.of(url)
                .map(file -> Files.exists(Path.of(file + ".mv.db")))
                .orElse(!url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:mem:"));
    }

    /** Past the pool, which takes a second to say that there is no connection. */
    private Connection connect(HikariDataSource to, Duration patience) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(to.getDataSourceProperties());
        Optional.ofNullable(to.getUsername()).ifPresent(name -> properties.put("user", name));
        Optional.ofNullable(to.getPassword()).ifPresent(password -> properties.put("password", password));
        long end = System.nanoTime() + patience.toNanos();
        for (boolean told = false; ; told = true) {
            try {
                return DriverManager.getConnection(to.getJdbcUrl(), properties);
            } catch (SQLException e) {
                if (e.getErrorCode() != FILE_IN_USE || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            if (!told) {
                LOG.info("The database is in use by another process; waiting {} s for it.", patience.toSeconds());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while another process has the database open.", e);
        }
    }

    /**
     * H2 by default writes half a second late and closes at the JVM's shutdown before we do; both would lose what we
     * believe committed. Its trace file would grow on a full disk, with errors that we are told anyway.
     */
    private static String withOurOptions(String url) {
        return url + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                + unlessSet(url, "TRACE_LEVEL_FILE", 0)
                + unlessSet(url, "QUERY_CACHE_SIZE", OUR_STATEMENTS)
                + unlessSet(url, "LOCK_TIMEOUT", LONGEST_LOCK_MILLIS)
                + (url.contains(":mem:") ? ";DB_CLOSE_DELAY=-1" : "");
    }

    private static String unlessSet(String url, String option, int value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + option + "=") ? "" : ";" + option + "=" + value;
    }

    private StartException problem(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == FILE_IN_USE) {
                return new DatabaseInUseException(
                        "state.url = %s is in use by another process. To fix: stop that process, or give this one a state.url of its own."
                                .formatted(url),
                        failure);
            }
        }
        return new StartException(
                "state.url = %s cannot be opened: %s. To fix: check the address, STATE_PASSWORD and that the folder can be written."
                        .formatted(url, failure.getMessage()),
                failure);
    }

    /** Its connections, once it is open. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Whether no other process can have it open at the same time. */
    public boolean alone() {
        return alone;
    }

    @Override
    public void close() {
        opening.ifPresent(begun -> begun.exceptionally(nobodyWaits -> null).join());
        pool.ifPresent(HikariDataSource::close);
    }
}
