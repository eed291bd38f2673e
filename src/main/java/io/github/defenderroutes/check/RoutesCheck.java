package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;
import io.github.defenderroutes.Links.Loaded;
import io.github.defenderroutes.defender.UsedKamelet;

/** Loads the routes and learns from them which Kamelets they use. */
final class RoutesCheck implements Check {
    private final Links links;
    private Used used = Used.nothing();

    RoutesCheck(Links links) {
        this.links = links;
    }

    /** What the routes use; only the Defender API, and none of its Kamelets, if they cannot be loaded. */
    Used used() {
        return used;
    }

    @Override
    public String link() {
        return SetUp.ROUTES;
    }

    @Override
    public Finding prove() {
        Loaded loaded = links.load();
        used = new Used(loaded.kamelets());
        return Finding.ok(
                link(),
                "%d routes, which use %d operations of Microsoft's, %d of them to change something"
                        .formatted(
                                loaded.routes().size(),
                                loaded.kamelets().size(),
                                loaded.kamelets().stream()
                                        .filter(UsedKamelet::acts)
                                        .count()));
    }
}
