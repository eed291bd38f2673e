package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.history.LoadedTexts;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts in force again what people edit, as it stands now: the routes, the guardrails, the texts of mails and the hunting
 * queries. All of it is read, checked and loaded aside first; if anything cannot be used, nothing is.
 */
public final class Reloading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** How long another process may take to notice that it was asked. */
    public static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

    /** How long whoever asks waits for what the routes of before have in hand. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EditedFiles files;
    private final Supplier<LoadedTexts> loadedTexts;
    private final Ledger ledger;
    private final Generations generations;
    private final Function<LoadedTexts, Generation> maker;
    private final Path routes;
    private final Path settings;
    private final String settingsAtStart;
    private final Thread follower = new Thread(this::follow, "defender-reload");
    private Optional<String> request = Optional.empty();

    /**
     * @param loadedTexts the texts of the routes as they are when it is asked
     * @param maker makes a generation of the routes, not loaded yet
     * @param config the folder of application.properties; may be {@code null}
     */
    public Reloading(
            EditedFiles files,
            Supplier<LoadedTexts> loadedTexts,
            Ledger ledger,
            Generations generations,
            Function<LoadedTexts, Generation> maker,
            Path routes,
            Path config) {
        this.files = files;
        this.loadedTexts = loadedTexts;
        this.ledger = ledger;
        this.generations = generations;
        this.maker = maker;
        this.routes = routes;
        this.settings = config == null ? null : config.resolve("application.properties");
        this.settingsAtStart = settingsNow();
        follower.setDaemon(true);
    }

    /** From now on it also happens when another process on the database was asked for it, each with its own files. */
    public synchronized void beginToFollow() {
        request = ledger.reloads().last();
        follower.start();
    }

    /** In all processes on the database, and on record; here at once. As {@link #here} otherwise. */
    public synchronized Reloaded everywhere(Actor by) throws InterruptedException {
        return reload(by, detail -> request = Optional.of(ledger.reloads().ask(by, routes.toString(), detail)));
    }

    /**
     * In this process, and on record. Before the start it is only checked.
     *
     * @throws StartException naming everything that is wrong; nothing has changed
     * @throws LedgerException if the database is away; nothing has changed
     */
    public synchronized Reloaded here(Actor by) throws InterruptedException {
        if (generations.current().isEmpty()) {
            return reload(by, detail -> {});
        }
        return reload(by, detail -> ledger.audit().add(by, "reload", routes.toString(), detail));
    }

    private Reloaded reload(Actor by, Consumer<String> noting) throws InterruptedException {
        try {
            return prepared(by, noting);
        } catch (UncheckedIOException e) {
            throw new StartException(
                    "A route was saved meanwhile, or cannot be read: %s. To fix: reload again, or let this process read it."
                            .formatted(e.getCause().getMessage()),
                    e);
        }
    }

    private Reloaded prepared(Actor by, Consumer<String> noting) throws InterruptedException {
        EditedFiles.Fresh fresh = files.read();
        LoadedTexts texts = loadedTexts.get();
        Generation aside = maker.apply(texts);
        aside.load();
        int count = aside.count();
        boolean isAtWork = generations.current().isPresent();
        String detail;
        try {
            if (!texts.areCurrent()) {
                throw new StartException("A route was saved meanwhile. To fix: reload again.", null);
            }
            if (isAtWork) {
                texts.begin(fresh.rulesAsText());
            }
            detail = "%d routes, SHA-256 %s; %d guardrails, SHA-256 %s"
                    .formatted(
                            count,
                            texts.sha256(),
                            fresh.rules().rules(),
                            fresh.rules().sha256());
        } catch (RuntimeException e) {
            aside.close();
            throw e;
        }
        if (!isAtWork) {
            aside.close();
            noting.accept(detail);
            return new Reloaded(count, fresh.rules(), false, Set.of(), settingsChanged());
        }
        FilesBesides besides =
                new FilesBesides(files, fresh, () -> noting.accept(detail), why -> record(by, "reload-undone", why));
        Changeover changeover = generations.replace(aside, besides);
        return new Reloaded(count, fresh.rules(), true, await(changeover), settingsChanged());
    }

    /** @return what the routes of before still have in hand */
    private static Set<String> await(Changeover changeover) throws InterruptedException {
        if (!changeover.await(PATIENCE)) {
            return changeover.inHand();
        }
        changeover.failure().ifPresent(why -> {
            throw why;
        });
        return Set.of();
    }

    /** In the audit if that can be written; it is in the log anyway. */
    private void record(Actor by, String action, RuntimeException why) {
        try {
            ledger.audit().add(by, action, routes.toString(), why.getMessage());
        } catch (LedgerException e) {
            LOG.warn("The audit lacks an entry {}: {}", action, e.getMessage());
        }
    }

    private void follow() {
        try {
            while (true) {
                Thread.sleep(NOTICED_WITHIN.toMillis() / 2);
                lookAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is stopping
        }
    }

    /** Whatever goes wrong with one request, the next one is noticed. */
    private void lookAgain() throws InterruptedException {
        try {
            look();
        } catch (LedgerException e) {
            LOG.debug("Not known whether to reload: {}", e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Another process asked for a reload, and it failed here. To fix: reload again, or restart.", e);
        }
    }

    private synchronized void look() throws InterruptedException {
        Optional<String> last = ledger.reloads().last();
        if (last.equals(request)) {
            return;
        }
        Actor by = Actor.program("reload");
        AtomicBoolean noted = new AtomicBoolean();
        try {
            reload(by, detail -> {
                ledger.audit().add(by, "reload", routes.toString(), detail);
                noted.set(true);
            });
            request = last;
            LOG.info("Reloaded, as another process was asked for.");
        } catch (LedgerException e) {
            LOG.warn("Another process asked for a reload; it is tried again. {}", e.getMessage());
        } catch (StartException e) {
            request = last;
            LOG.error(
                    "Another process asked for a reload, and it is not possible here; what was in force goes on.\n{}",
                    e.getMessage());
            if (!noted.get()) {
                record(by, "reload-refused", e);
            }
        } catch (RuntimeException | LinkageError e) {
            request = last;
            throw e;
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
