package io.github.defenderroutes.mail;

import io.github.defenderroutes.judge.Judge;
import java.util.List;
import java.util.Set;

/** The one word per mail that {@code words.ftl} has sentences for. */
final class Situation {
    private static final Set<String> BEFORE_A_REQUEST = Set.of(
            "under-way",
            "isolated",
            "stopped",
            "capped",
            "approved",
            "denied",
            "approval-half",
            "approval-expired",
            "approval-stopped");

    /** What became of a request, and of the isolation, in mails of their own. */
    static final List<String> TOLD_LATER = List.of(
            "not-isolated",
            "cancelled",
            "overdue",
            "released",
            "repeated",
            "expired",
            "release-asked",
            "release-waits",
            "release-overdue",
            "release-failed");

    private static final Set<String> ANSWERED = Set.of("requested", "refused", "unknown", "confirmed");

    private Situation() {}

    static String of(MailModel model) {
        if ("parked".equals(model.kind()) || "delayed".equals(model.kind())) {
            return model.kind();
        }
        if (model.isolation() != null) {
            String state = model.isolation().state();
            return state != null && (BEFORE_A_REQUEST.contains(state) || isAfterRequest(state)) ? state : "unknown";
        }
        return ofDecision(model);
    }

    /** Whether the mail may say that nothing was done because of the mode. A request that was made wins over any mode. */
    static boolean isDryRun(MailModel model) {
        if (model.isolation() != null && isAfterRequest(of(model))) {
            return false;
        }
        boolean decided =
                model.decision() != null && "dry-run".equals(model.decision().outcome());
        return decided || "dry-run".equals(model.mode());
    }

    private static boolean isAfterRequest(String state) {
        return ANSWERED.contains(state) || TOLD_LATER.contains(state);
    }

    private static String ofDecision(MailModel model) {
        String outcome = model.decision() == null ? null : model.decision().outcome();
        if (outcome == null) {
            return "undecided";
        }
        return switch (outcome) {
            case "never" -> Device.of(model).isKnown() ? "never" : "no-device";
            case "dry-run" ->
                "approve".equals(model.decision().values().get(Judge.IN_ENFORCE)) ? "would-ask" : "dry-run";
            case "approve" -> "approve";
            default -> "undecided";
        };
    }
}
