package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;
import java.util.List;

/** Tries whether the queue between the poll and those who handle alerts accepts a message. */
final class HandOverCheck implements Check {
    private final Links links;

    HandOverCheck(Links links) {
        this.links = links;
    }

    @Override
    public String link() {
        return "hand-over";
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.ROUTES);
    }

    @Override
    public Finding prove() {
        links.tryHandOver();
        return Finding.ok(link(), "the queue that alerts.hand-over names has accepted an empty message");
    }
}
