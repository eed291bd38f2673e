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

    /** @throws StartException naming every mistake, or else what Camel says */
    void load(Generation generation) {
        try {
            generation.load();
        } catch (StartException camels) {
            linting.refuseMistakes();
            throw camels;
        }
        try {
            refuseWhatCamelLoads();
        } catch (StartException e) {
            generation.close();
            throw e;
        }
    }

    private void refuseWhatCamelLoads() {
        try {
            looked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartException mistakes ? mistakes : e;
        }
    }
}
