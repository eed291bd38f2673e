package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Releases.Answer;
import io.github.defenderroutes.release.ReleaseDesk;
import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Missing;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices that are cut off, one isolation, and letting a device back in. */
final class IsolationPages {
    private static final String ALL = "/isolations";
    private static final int SHOWN = 200;

    private final ReleaseDesk releases;

    IsolationPages(ReleaseDesk releases) {
        this.releases = releases;
    }

    Reply list(Visit visit) {
        List<CutOff> closed =
                releases.all(SHOWN).stream().filter(cutOff -> !cutOff.isOpen()).toList();
        return new Shown("isolations", Map.of("open", releases.list(), "closed", closed));
    }

    Reply show(Visit visit) {
        Optional<CutOff> found = releases.get(visit.path("id"));
        if (found.isEmpty()) {
            return missing();
        }
        String id = found.get().isolation().id();
        Map<String, Object> model = new HashMap<>();
        model.put("cutOff", found.get());
        model.put("behind", releases.alertsBehind(id));
        model.put("rule", releases.preventingRule(id).orElse(null));
        return new Shown("isolation", model);
    }

    Reply release(Visit visit) {
        String id = visit.path("id");
        String page = ALL + "/" + id;
        Optional<String> reason = visit.field("reason");
        if (reason.isEmpty()) {
            return new Refused(page, "A release needs a reason. Say in a few words why.");
        }
        Answer answer = releases.request(id, visit.person().actor(), reason.get());
        return switch (answer.outcome()) {
            case WANTED -> new Done(page, "The device is let back in within a minute, if it can be reached.");
            case WITHDRAWN -> new Done(page, "The isolation is called off; nothing had been sent to Defender.");
            case ALREADY ->
                new Done(
                        page,
                        "%s has asked for this before.".formatted(answer.wish().who()));
            case NOT_OURS ->
                new Refused(
                        page,
                        "Somebody else isolated this device, so it is not ours to release. Release it in the portal.");
            case CLOSED -> new Refused(page, "This isolation is over already.");
            case UNKNOWN -> missing();
        };
    }

    private static Missing missing() {
        return new Missing("There is no such isolation. The link may be of another installation, or too old.");
    }
}
