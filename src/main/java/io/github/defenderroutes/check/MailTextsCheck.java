package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;

/** Writes a mail of each kind, as the start does. */
final class MailTextsCheck implements Check {
    private final Links links;

    MailTextsCheck(Links links) {
        this.links = links;
    }

    @Override
    public String link() {
        return "mail texts";
    }

    @Override
    public Finding prove() {
        links.tryMailTexts();
        return Finding.ok(link(), "all can be written");
    }
}
