package io.github.defenderroutes.mail;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import java.util.LinkedHashMap;
import java.util.Map;

/** What mails show of a case among the facts. */
public final class ApprovalFacts {
    private ApprovalFacts() {}

    /** The facts and, after them, those of the case under {@code approval}. */
    public static Map<String, Object> with(Map<String, Object> facts, Approval approval) {
        Map<String, Object> all = new LinkedHashMap<>(facts == null ? Map.of() : facts);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("case", approval.id());
        if (approval.people() > 1) {
            shown.put("people needed", approval.people());
        }
        if (approval.first() != null) {
            shown.put("first approved by", name(approval.first()));
        }
        if (approval.decided() != null) {
            shown.put(approval.state().equals("denied") ? "denied by" : "approved by", name(approval.decided()));
        }
        if (approval.reason() != null) {
            shown.put("reason", approval.reason());
        }
        all.put("approval", shown);
        return all;
    }

    /** Who, and by what way. */
    public static String name(Actor actor) {
        return actor.name() + " (" + actor.via() + ")";
    }
}
