package io.github.defenderroutes;

import io.github.defenderroutes.database.StateDatabase;
import io.github.defenderroutes.generation.Generation;
import io.github.defenderroutes.generation.Generations;
import io.github.defenderroutes.generation.Linting;
import io.github.defenderroutes.generation.Reloading;
import io.github.defenderroutes.history.LoadedTexts;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.run.StepHistory;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.AtStart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens what one tenant works on, lets its routes run, and brings all of it to an end. One method at a time. */
final class Running {
    private final Settings settings;
    private final Path routes;
    private final StateDatabase database;
    private final Ledger ledger;
    private final Parts parts;
    private final Clock clock;
    private final Generations generations = new Generations();
    private final Reloading reloading;
    private volatile boolean scheduled;
    private boolean ledgerOpen;
    private volatile boolean databaseOpen;

    Running(Settings settings, Path routes, StateDatabase database, Ledger ledger, Parts parts, Clock clock) {
        this.settings = settings;
        this.routes = routes;
        this.database = database;
        this.ledger = ledger;
        this.parts = parts;
        this.clock = clock;
        this.reloading = new Reloading(
                parts.files(),
                parts::loadedTexts,
                ledger,
                generations,
                this::generation,
                routes,
                settings.configFolder());
    }

    Generations generations() {
        return generations;
    }

    Reloading reloading() {
        return reloading;
    }

    /** Whether there have been routes since the beginning; they may have stopped. */
    boolean hasRoutes() {
        return generations.current().isPresent();
    }

    /** Whether the routes begin by themselves. */
    boolean isScheduled() {
        return scheduled;
    }

    void openDatabase(Duration patience) {
        if (!databaseOpen) {
            database.open(patience);
            databaseOpen = true;
        }
    }

    /** Whether there is one; no table is brought up to date. */
    boolean openDatabaseAsItIs() {
        if (!databaseOpen) {
            databaseOpen = database.openAsItIs();
        }
        return databaseOpen;
    }

    /**
     * What takes time goes side by side: tables and templates, the first token, the routes.
     *
     * @param bySchedule whether the routes begin by themselves
     * @param patience how long to wait for another process that has the database open
     */
    void start(boolean bySchedule, Duration patience) {
        scheduled = bySchedule;
        Thread signIn = new Thread(this::signInAhead, "defender-sign-in");
        signIn.setDaemon(true);
        signIn.start();
        CompletableFuture<Void> opened =
                CompletableFuture.runAsync(() -> openDatabase(patience)).thenRun(this::readFiles);
        LoadedTexts texts = parts.loadedTexts();
        Generation generation = generation(texts);
        generations.begin(generation);
        generation.load();
        try {
            opened.join();
        } catch (CompletionException e) {
            generation.close();
            throw e.getCause() instanceof StartException problem ? problem : e;
        }
        startLedger();
        AtStart said = new AtStart(ledger, settings, clock);
        said.noteMode(Actor.osUser());
        said.warn();
        texts.begin();
        generation.start();
        if (bySchedule && !database.alone()) {
            reloading.beginToFollow();
        }
    }

    /**
     * Loads some of the routes and starts them; nothing is scheduled, and nobody signs in.
     *
     * @param instead beans in the place of ours of the same name, or besides them
     */
    void rehearse(String files, Map<String, Object> instead) {
        Map<String, Object> rehearsed = parts.beans();
        rehearsed.putAll(instead);
        Generation generation = new Generation(settings, routes, files, rehearsed, new StepHistory(), false);
        generations.begin(generation);
        generation.load();
        openDatabase(Duration.ZERO);
        parts.files().loadGuardrails();
        startLedger();
        generation.start();
    }

    private Generation generation(LoadedTexts texts) {
        Map<String, Object> beans = parts.beans(texts);
        return new Generation(settings, routes, beans, new StepHistory(), scheduled)
                .lintedBy(new Linting(settings, routes, beans));
    }

    private void readFiles() {
        parts.files().check();
        parts.files().loadGuardrails();
    }

    private void startLedger() {
        ledger.start();
        ledger.keep(
                settings.duration("history.keep"), settings.duration("claims.keep"), settings.duration("hunting.keep"));
        ledgerOpen = true;
    }

    /** The first token is fetched while Camel loads the routes; if that fails, the first call says so. */
    private void signInAhead() {
        try {
            parts.tokens().get();
        } catch (RuntimeException e) {
            // told by the poll, with the route it concerns
        }
    }

    /** Within {@code shutdown.timeout}, whatever is left then. */
    void stop() {
        Deadline deadline = new Deadline(settings.duration("shutdown.timeout"));
        reloading.close();
        generations.current().ifPresent(Generation::stopTaking);
        if (ledgerOpen) {
            ledger.leave();
        }
        Duration grace = deadline.part(0.6);
        deadline.during("defender-stop-routes", 0.75, () -> generations.close(grace));
        parts.stopWorkers(deadline.part(0.3));
        if (ledgerOpen) {
            ledger.close(deadline.part(0.8));
            ledgerOpen = false;
        }
        parts.closeMail();
        deadline.during("defender-close-database", 1, database::close);
    }
}
