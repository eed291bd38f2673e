package io.github.defenderroutes.web;

import io.github.defenderroutes.history.History;
import io.github.defenderroutes.web.Reply.Missing;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.Map;

/** What happened on and to one device. */
final class DevicePage {
    private final History history;
    private final String portal;

    /** @param portal the address of Defender's portal */
    DevicePage(History history, String portal) {
        this.history = history;
        this.portal = portal;
    }

    Reply show(Visit visit) {
        return history.device(visit.path("id"))
                .<Reply>map(story -> new Shown("device", Map.of("story", story, "portal", portal)))
                .orElseGet(() -> new Missing("Nothing is known of this device, or it is forgotten by now."));
    }
}
