package io.github.defenderroutes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks at the routes while they are loaded: their mistakes are told all at once, and before Camel's first. */
final class StartGuard {
    private final CompletableFuture<Void> looked;

    StartGuard(Linting linting) {
        this.looked = CompletableFuture.runAsync(linting::refuseMistakes);
    }

    /** @throws StartException naming every mistake, or else what Camel says */
    void load(Generation generation) {
        try {
            generation.load();
        } catch (StartException camels) {
            refuseMistakes();
            throw camels;
        }
        try {
            refuseMistakes();
        } catch (StartException e) {
            generation.close();
            throw e;
        }
    }

    private void refuseMistakes() {
        try {
            looked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartException mistakes ? mistakes : e;
        }
    }
}
