package io.github.defenderroutes.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Missing;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The devices that wait for a person: all of them, one, and what the person decides. Opening a page decides nothing. */
final class ApprovalPages {
    private static final String ALL = "/approvals";
    private static final int SHOWN = 500;
    private static final int ENDED_SHOWN = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApprovalDesk approvals;

    ApprovalPages(ApprovalDesk approvals) {
        this.approvals = approvals;
    }

    Reply list(Visit visit) {
        Map<String, Object> model = new HashMap<>();
        model.put("waiting", approvals.list(true, SHOWN));
        model.put(
                "ended",
                approvals.list(false, SHOWN).stream()
                        .filter(one -> !one.isOpen())
                        .limit(ENDED_SHOWN)
                        .toList());
        putWhyNot(model, visit);
        return new Shown("approvals", model);
    }

    Reply show(Visit visit) {
        return approvals
                .get(visit.path("id"))
                .<Reply>map(approval -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("approval", approval);
                    model.put("alerts", approvals.alerts(approval.id()));
                    model.put("facts", facts(approval));
                    putWhyNot(model, visit);
                    return new Shown("approval", model);
                })
                .orElseGet(() ->
                        new Missing("There is no such case. The link may be of another installation, or too old."));
    }

    /** Who cannot approve now, as while the kill switch is on, may still deny; who cannot deny can do neither. */
    private void putWhyNot(Map<String, Object> model, Visit visit) {
        Actor actor = visit.person().actor();
        Optional<String> whyNotDecide = visit.person().isResponder()
                ? approvals.whyNotDecide(actor)
                : Optional.of("Your role looks only. A responder or an admin can decide.");
        model.put("whyNotDecide", whyNotDecide.orElse(null));
        model.put(
                "whyNotApprove",
                whyNotDecide.or(() -> approvals.whyNotApprove(actor)).orElse(null));
    }

    /** What the mail that asked told; nothing if it cannot be read. */
    private static Object facts(Approval approval) {
        try {
            return JSON.readValue(approval.model(), Map.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    Reply approve(Visit visit) {
        return decide(visit, true);
    }

    Reply deny(Visit visit) {
        return decide(visit, false);
    }

    private Reply decide(Visit visit, boolean approves) {
        List<String> ids = visit.path("id") == null ? visit.fields("id") : List.of(visit.path("id"));
        String next = visit.path("id") == null ? ALL : ALL + "/" + visit.path("id");
        if (ids.isEmpty()) {
            return new Refused(ALL, "Nothing was chosen, and nothing decided.");
        }
        String reason = visit.field("reason").orElse(null);
        List<Verdict> verdicts;
        try {
            verdicts = approves
                    ? approvals.approve(ids, visit.person().actor(), reason)
                    : approvals.deny(ids, visit.person().actor(), reason);
        } catch (IllegalStateException e) {
            return new Refused(ALL, e.getMessage());
        }
        String words = verdicts.stream().map(ApprovalDesk::said).collect(Collectors.joining(" "));
        boolean all = verdicts.stream().allMatch(verdict -> verdict.effect().isDone());
        boolean known = verdicts.stream().allMatch(verdict -> verdict.approval() != null);
        return all ? new Done(next, words) : new Refused(known ? next : ALL, words);
    }
}
