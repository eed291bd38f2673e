package io.github.defenderroutes.cases;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.guardrails.GuardrailsException;
import io.github.defenderroutes.rehearsal.MemoryDatabase;
import io.github.defenderroutes.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Runs the {@code *.case.yaml} beside the routes. Opens no connection and starts no clock. */
public final class CaseRunner {
    private static final String CASE_FILE = ".case.yaml";
    private static final String ROUTE_FILE = ".camel.yaml";
    private static final int CLOSING_SECONDS = 30;

    private final Path routes;
    private final Path config;
    private final FoundOnce classes = new FoundOnce(new RememberingLoader(CaseRunner.class.getClassLoader()));

    /**
     * @param routes the folder with the routes and their cases
     * @param config the folder with {@code application.properties}; its required settings may be empty
     */
    public CaseRunner(Path routes, Path config) {
        this.routes = routes;
        this.config = config;
    }

    /** The routes that have cases. */
    public List<String> routes() {
        return files(CASE_FILE);
    }

    /**
     * Runs every case of every file.
     *
     * @throws CaseFileException if a file cannot be run as it is written
     */
    public CaseRun run() {
        List<Case> cases = read(routes());
        Coverage coverage = coverage();
        List<CaseResult> results = run(cases, coverage);
        List<String> withCases = cases.stream().map(Case::route).toList();
        files(ROUTE_FILE).stream()
                .filter(route -> !withCases.contains(route) && !routes().contains(route))
                .forEach(route -> coverage.withoutCases(routes.resolve(route + ROUTE_FILE)));
        return new CaseRun(results, coverage);
    }

    /**
     * Runs the cases of these routes; only they count for the coverage.
     *
     * @throws CaseFileException if a file cannot be run as it is written, or does not exist
     */
    public CaseRun run(List<String> ofRoutes) {
        Coverage coverage = coverage();
        List<CaseResult> results = run(read(ofRoutes), coverage);
        coverage.only(Set.copyOf(ofRoutes));
        return new CaseRun(results, coverage);
    }

    private List<Case> read(List<String> ofRoutes) {
        return ofRoutes.stream()
                .flatMap(route -> CaseFile.read(routes.resolve(route + CASE_FILE)).stream())
                .toList();
    }

    private List<CaseResult> run(List<Case> cases, Coverage coverage) {
        MemoryDatabase database = new MemoryDatabase(); // one for all; each case is a tenant of its own in it
        ExecutorService running = threads(Runtime.getRuntime().availableProcessors());
        ExecutorService closing = threads(16);
        try {
            List<Future<CaseResult>> results = cases.stream()
                    .map(example -> running.submit(() -> run(example, database.dataSource(), closing, coverage)))
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
            database.close();
        }
    }

    private CaseResult run(Case example, DataSource database, ExecutorService closing, Coverage coverage) {
        long began = System.nanoTime();
        List<Mismatch> mismatches = new OneCase(routes, config, database, closing, classes, coverage, example).run();
        return new CaseResult(
                example.file(),
                example.name(),
                example.line(),
                mismatches,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** Settings or rules that cannot be used fail the cases, with the reason; here they count as no rules. */
    private Coverage coverage() {
        try {
            Path rules = config.resolve(CaseSettings.load(config, Map.of()).text("guardrails.file"));
            return new Coverage(rules, Guardrails.places(rules));
        } catch (SettingsException | GuardrailsException toldByTheCases) {
            return new Coverage(config, List.of());
        }
    }

    private List<String> files(String ending) {
        try (Stream<Path> files = Files.list(routes)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(routes + " cannot be read", e);
        }
    }

    private ExecutorService threads(int most) {
        return Executors.newFixedThreadPool(most, work -> {
            Thread thread = new Thread(work, "defender-cases");
            thread.setDaemon(true);
            thread.setContextClassLoader(classes.loader());
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
