package io.github.defenderroutes.cases;

import io.github.defenderroutes.ledger.LedgerSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** Runs the {@code *.case.yaml} beside the routes. Opens no connection and starts no clock. */
public final class CaseRunner {
    private static final String CASE_FILE = ".case.yaml";
    private static final int CLOSING_SECONDS = 30;

    private final Path routes;
    private final Path config;

    /**
     * @param routes the folder with the routes and their cases
     * @param config the folder with {@code application.properties}; its required settings may be empty
     */
    public CaseRunner(Path routes, Path config) {
        this.routes = routes;
        this.config = config;
    }

    /**
     * Runs every case of every file, in the order of the files' names and of the cases in them.
     *
     * @throws CaseFileException if a file cannot be run as it is written
     */
    public List<CaseResult> run() {
        return run(
                files().stream().flatMap(file -> CaseFile.read(file).stream()).toList());
    }

    /**
     * Runs the cases of one route.
     *
     * @throws CaseFileException if its file cannot be run as it is written, or does not exist
     */
    public List<CaseResult> run(String route) {
        return run(CaseFile.read(routes.resolve(route + CASE_FILE)));
    }

    private List<CaseResult> run(List<Case> cases) {
        JdbcConnectionPool database = database();
        ExecutorService running = threads(Runtime.getRuntime().availableProcessors());
        ExecutorService closing = threads(16);
        try {
            List<Future<CaseResult>> results = cases.stream()
                    .map(example -> running.submit(() -> run(example, database, closing)))
                    .toList();
            List<CaseResult> done = new ArrayList<>();
            for (Future<CaseResult> result : results) {
                done.add(result.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while cases were running", e);
        } finally {
            end(running);
            end(closing);
            database.dispose();
        }
    }

    private CaseResult run(Case example, JdbcConnectionPool database, ExecutorService closing) {
        long began = System.nanoTime();
        String difference = new OneCase(routes, config, database, closing, example).run();
        return new CaseResult(
                example.file(),
                example.name(),
                example.line(),
                difference,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** One database in memory for all cases of a run; each case is a tenant of its own in it. */
    private static JdbcConnectionPool database() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:mem:cases-" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
                "sa",
                "");
        pool.setMaxConnections(50);
        LedgerSchema.migrate(pool);
        return pool;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(routes)) {
            return files.filter(file -> file.toString().endsWith(CASE_FILE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(routes + " cannot be read", e);
        }
    }

    private static ExecutorService threads(int most) {
        return Executors.newFixedThreadPool(most, work -> {
            Thread thread = new Thread(work, "defender-cases");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
