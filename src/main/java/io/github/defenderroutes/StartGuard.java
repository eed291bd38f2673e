package io.github.defenderroutes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks at the routes while they are loaded: their mistakes are told all at once, and before Camel's first. */
final class StartGuard {
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
        linting.refuseMistakes();
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
            throw e.getCause() instanceof StartException mistakes ? mistakes : e;
        }
    }
}
