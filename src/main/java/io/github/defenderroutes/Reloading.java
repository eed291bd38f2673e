package io.github.defenderroutes;

import io.github.defenderroutes.history.LoadedTexts;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts in force again what people edit, as it stands now: the routes, the guardrails, the texts of mails and the hunting
 * queries. All of it is read, checked and loaded aside first; if anything cannot be used, nothing is.
 */
final class Reloading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** How long another process may take to notice that it was asked. */
    static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

    /** How long whoever asks waits for what the routes of before have in hand. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Parts parts;
    private final Ledger ledger;
    private final Generations generations;
    private final Function<LoadedTexts, Generation> maker;
    private final Path routes;
    private final Path settings;
    private final String settingsAtStart;
    private final Thread follower = new Thread(this::follow, "defender-reload");
    private Optional<String> request = Optional.empty();

    /**
     * @param maker makes a generation of the routes, not loaded yet
     * @param config the folder of application.properties; may be {@code null}
     */
    Reloading(
            Parts parts,
            Ledger ledger,
            Generations generations,
            Function<LoadedTexts, Generation> maker,
            Path routes,
            Path config) {
        this.parts = parts;
        this.ledger = ledger;
        this.generations = generations;
        this.maker = maker;
        this.routes = routes;
        this.settings = config == null ? null : config.resolve("application.properties");
        this.settingsAtStart = settingsNow();
        follower.setDaemon(true);
    }

    /** From now on it also happens when another process on the database was asked for it, each with its own files. */
    synchronized void beginToFollow() {
        request = ledger.reloads().last();
        follower.start();
    }

    /** In all processes on the database, and on record; here at once. As {@link #here} otherwise. */
    synchronized Reloaded everywhere(Actor by) throws InterruptedException {
        return reload(detail -> request = Optional.of(ledger.reloads().ask(by, routes.toString(), detail)));
    }

    /**
     * In this process, and on record.
     *
     * @throws StartException naming everything that is wrong; nothing has changed
     * @throws LedgerException if the database is away; nothing has changed
     */
    synchronized Reloaded here(Actor by) throws InterruptedException {
        return reload(detail -> ledger.audit().add(by, "reload", routes.toString(), detail));
    }

    private Reloaded reload(Consumer<String> noting) throws InterruptedException {
        EditedFiles.Fresh files = parts.files().read();
        LoadedTexts texts = parts.loadedTexts();
        Generation aside = maker.apply(texts);
        aside.load();
        int count = aside.count();
        boolean isAtWork = generations.current().isPresent();
        try {
            if (!texts.areCurrent()) {
                throw new StartException("A route was saved meanwhile. To fix: reload again.", null);
            }
            if (isAtWork) {
                texts.begin(files.rulesAsText());
            }
            noting.accept("%d routes, SHA-256 %s; %d guardrails, SHA-256 %s"
                    .formatted(
                            count,
                            texts.sha256(),
                            files.rules().rules(),
                            files.rules().sha256()));
        } catch (RuntimeException e) {
            aside.close();
            throw e;
        }
        if (!isAtWork) {
            aside.close();
            return new Reloaded(count, files.rules(), false, Set.of(), settingsChanged());
        }
        return new Reloaded(count, files.rules(), true, replace(aside, files), settingsChanged());
    }

    /** @return what the routes of before still have in hand */
    private Set<String> replace(Generation aside, EditedFiles.Fresh files) throws InterruptedException {
        files.use().run();
        try {
            Handover handover = generations.replace(aside);
            if (!handover.await(PATIENCE)) {
                return handover.inHand();
            }
            handover.failure().ifPresent(why -> {
                throw why;
            });
            return Set.of();
        } catch (RuntimeException | InterruptedException e) {
            files.keep().run();
            throw e;
        }
    }

    private void follow() {
        try {
            while (true) {
                Thread.sleep(NOTICED_WITHIN.toMillis() / 2);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is stopping
        }
    }

    private synchronized void look() throws InterruptedException {
        try {
            Optional<String> last = ledger.reloads().last();
            if (!last.equals(request)) {
                request = last;
                here(Actor.program("reload"));
                LOG.info("Reloaded, as another process was asked for.");
            }
        } catch (StartException e) {
            LOG.error(
                    "Another process asked for a reload, and it is not possible here; what was in force goes on.\n{}",
                    e.getMessage());
            ledger.audit().add(Actor.program("reload"), "reload-refused", routes.toString(), e.getMessage());
        } catch (LedgerException e) {
            LOG.debug("Not known whether to reload: {}", e.getMessage());
        }
    }

    private boolean settingsChanged() {
        return !settingsNow().equals(settingsAtStart);
    }

    private String settingsNow() {
        try {
            return settings == null ? "" : new String(Files.readAllBytes(settings), StandardCharsets.UTF_8);
        } catch (IOException notThere) {
            return "";
        }
    }

    @Override
    public void close() {
        follower.interrupt();
    }
}
