package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the routes while they are loaded: their mistakes are told all at once, and before Camel's first. */
final class StartGuard {
    private static final Logger LOG = LoggerFactory.getLogger(StartGuard.class);

    private final Linting linting;
    private final CompletableFuture<Void> looked;

    StartGuard(Linting linting) {
        this.linting = linting;
        this.looked = CompletableFuture.runAsync(linting::refuseMistakesBesideCamels);
    }

    /**
     * When Camel cannot load them.
     *
     * @throws StartException naming every mistake, if there is one that we know
     */
    void refuseAll() {
        try {
            linting.refuseMistakes();
        } catch (StartException mistakes) {
            throw mistakes;
        } catch (RuntimeException | LinkageError e) {
            notLookedAt(e);
        }
    }

    /**
     * When Camel has loaded them.
     *
     * @throws StartException naming every mistake that Camel does not mind
     */
    void refuseWhatCamelTakes() {
        try {
            looked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartException mistakes) {
                throw mistakes;
            }
            notLookedAt(e.getCause());
        }
    }

    /** Routes that Camel takes are not kept from their work by a mistake of the linter's, or by another Camel than ours. */
    private static void notLookedAt(Throwable e) {
        LOG.warn("The routes could not be looked at for mistakes; they are as Camel loads them.", e);
    }
}
