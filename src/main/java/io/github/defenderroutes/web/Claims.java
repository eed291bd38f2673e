package io.github.defenderroutes.web;

import io.github.defenderroutes.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an ID token says about somebody, as far as it concerns us. */
final class Claims {
    private final String us;
    private final String name;
    private final String roles;
    private final List<String> viewers;
    private final List<String> responders;
    private final List<String> admins;

    Claims(Settings settings) {
        us = settings.text("web.oidc.client-id");
        name = settings.text("web.oidc.name-claim");
        roles = settings.text("web.oidc.roles-claim");
        viewers = settings.words("web.oidc.viewers");
        responders = settings.words("web.oidc.responders");
        admins = settings.words("web.oidc.admins");
    }

    /** Whether it was issued for us, and not for another app, who could have handed it on. Vert.x does not look. */
    boolean isForUs(JsonObject token) {
        return said(token.getValue("aud")).contains(us);
    }

    /** The name for the audit; empty if the token has none. */
    Optional<String> name(JsonObject token) {
        return token.getValue(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /** The highest role; empty if the token gives none. */
    Optional<Role> role(JsonObject token) {
        List<String> said = said(token.getValue(roles));
        if (said.stream().anyMatch(admins::contains)) {
            return Optional.of(Role.ADMIN);
        } else if (said.stream().anyMatch(responders::contains)) {
            return Optional.of(Role.RESPONDER);
        }
        return said.stream().anyMatch(viewers::contains) ? Optional.of(Role.VIEWER) : Optional.empty();
    }

    private static List<String> said(Object claim) {
        List<String> words = new ArrayList<>();
        if (claim instanceof String word) {
            words.add(word);
        } else if (claim instanceof JsonArray several) {
            several.forEach(word -> words.add(String.valueOf(word)));
        }
        return words;
    }
}
