package io.github.defenderroutes.approval;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Actor.Via;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Verdicts;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What people do about devices that wait for their approval; the same by command and on a page. */
public final class ApprovalDesk {
    private final Approvals approvals;
    private final Verdicts verdicts;
    private final KillSwitch killSwitch;
    private final ApprovalNotice notices;
    private final Settings settings;

    public ApprovalDesk(Ledger ledger, KillSwitch killSwitch, Settings settings, Clock clock) {
        this.approvals = ledger.approvals();
        this.verdicts = ledger.verdicts();
        this.killSwitch = killSwitch;
        this.notices = new ApprovalNotice(settings, clock);
        this.settings = settings;
    }

    /**
     * Cases, at most so many.
     *
     * @param open only those that wait or are about to be carried out, those first whose time is over first; else all, the
     *     last asked first
     */
    public List<Approval> list(boolean open, int max) {
        return open ? approvals.open(max) : approvals.all(max);
    }

    /** A case of this tenant; empty for any other id. */
    public Optional<Approval> get(String id) {
        return approvals.get(id);
    }

    /** The alerts of a case, the last to join first. */
    public List<String> alerts(String id) {
        return approvals.alerts(id);
    }

    /**
     * Approves each of these cases by itself. Whether the person's role allows it, the page has to say.
     *
     * @param reason in the person's words, or {@code null}
     * @throws IllegalStateException if this person, or anybody now, may not; says why. Nothing was changed then
     */
    public List<Verdict> approve(List<String> ids, Actor person, String reason) {
        refuse(whyNotApprove(person));
        return ids.stream()
                .map(id -> verdicts.approve(id, person, reason, notices::half))
                .toList();
    }

    /** Denies each of these cases; otherwise as {@link #approve}. */
    public List<Verdict> deny(List<String> ids, Actor person, String reason) {
        refuse(whyNotDecide(person));
        return ids.stream()
                .map(id -> verdicts.deny(id, person, reason, notices::denied))
                .toList();
    }

    /** Why nobody, or not this person, can approve anything; empty if the person can. */
    public Optional<String> whyNotApprove(Actor person) {
        String mode = settings.text("isolation.mode");
        if (mode.equals("off") || mode.equals("dry-run")) {
            return Optional.of(
                    "isolation.mode = %s isolates nothing, approved or not. To fix: set isolation.mode = approve or enforce, and restart."
                            .formatted(mode));
        }
        Optional<String> stopped = killSwitch.objection();
        return stopped.isPresent()
                ? stopped.map(
                        "Nothing is isolated now, since %s. To fix: when it is safe again, turn it off with kill-switch off, or remove its file."
                                ::formatted)
                : whyNotDecide(person);
    }

    /** Why this person cannot decide about any case; empty if the person can. */
    public Optional<String> whyNotDecide(Actor person) {
        String way = person.via().toString();
        if (!settings.words("approval.by").contains(way)) {
            return Optional.of(
                    "approval.by = %s does not let anybody decide by %s. To fix: decide the other way, or add %s to it."
                            .formatted(settings.text("approval.by"), way, way));
        }
        if (person.via() == Via.PAGE && settings.text("web.sign-in").equals("off")) {
            return Optional.of("web.sign-in = off does not say who decides on a page."
                    + " To fix: set web.sign-in = local or oidc, or decide by command.");
        }
        List<String> approvers = settings.words("approval.approvers");
        return approvers.isEmpty() || approvers.stream().anyMatch(person.name()::equalsIgnoreCase)
                ? Optional.empty()
                : Optional.of("%s is not one of approval.approvers. To fix: ask one of them, or add the name there."
                        .formatted(person.name()));
    }

    private static void refuse(Optional<String> why) {
        why.ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
    }

    /** What became of a verdict, as a sentence for the person who gave it. */
    public static String said(Verdict verdict) {
        Approval approval = verdict.approval();
        return switch (verdict.effect()) {
            case APPROVED ->
                "%s is approved: the device is looked at afresh and then isolated.".formatted(approval.device());
            case FIRST_OF_TWO ->
                "%s is approved by one of two people. Another has to approve until %s."
                        .formatted(approval.device(), ApprovalTimes.text(approval.expiresAt()));
            case DENIED -> "%s is denied: it is not isolated for the alerts there are.".formatted(approval.device());
            case SAME_PERSON ->
                "%s waits for a second person; you were the first, at %s. To fix: let somebody else approve."
                        .formatted(approval.device(), ApprovalTimes.text(approval.firstAt()));
            case DECIDED -> decided(approval);
            case TOO_LATE ->
                "%s is too late: %s. Nothing is isolated. To fix: isolate it in the portal if it is needed."
                        .formatted(
                                approval.device(),
                                approval.outcome() == null
                                        ? "it expired at " + ApprovalTimes.text(approval.expiresAt())
                                        : approval.outcome());
            case UNKNOWN -> "There is no such case. To fix: give an id that approvals lists.";
        };
    }

    private static String decided(Approval approval) {
        return "%s was %s by %s at %s%s."
                .formatted(
                        approval.device(),
                        approval.state().equals("denied") ? "denied" : "approved",
                        approval.decided().name(),
                        ApprovalTimes.text(approval.decidedAt()),
                        approval.outcome() == null ? "" : ", and then: " + approval.outcome());
    }
}
