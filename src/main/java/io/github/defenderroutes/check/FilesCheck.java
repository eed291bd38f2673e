package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;

/** Writes a mail of each kind and reads the hunting queries, as the start does. */
final class FilesCheck implements Check {
    private final Links links;

    FilesCheck(Links links) {
        this.links = links;
    }

    @Override
    public String link() {
        return "mail texts and queries";
    }

    @Override
    public Finding prove() {
        links.tryFiles();
        return Finding.ok(link(), "all can be used");
    }
}
