package io.github.defenderroutes.mail;

import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.mail.MailModel.Offer;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds what a mail offers to do: the page to do it on, if there are pages, and the command that does it. */
public final class Offers {
    /** As README.md gives commands; where the jar is, its reader knows. */
    private static final String PROGRAM = "java -jar defender-routes.jar ";

    private final Optional<String> pages;
    private final List<String> approvalBy;

    public Offers(Settings settings) {
        this.pages = settings.optionalText("web.public-url");
        this.approvalBy = settings.words("approval.by");
    }

    /**
     * @param what the word of {@link Offer}
     * @param page where on the pages, such as {@code approvals/ID}; {@code null} if no page does it
     * @param command the command with its parameters, such as {@code approve ID}; {@code null} if no command does it
     * @param until until when, or {@code null}
     */
    public Offer of(String what, String page, String command, Instant until) {
        return new Offer(
                what,
                page == null ? null : pages.map(address -> address + "/" + page).orElse(null),
                command == null ? null : PROGRAM + command,
                until);
    }

    /** What a person may do about a case while it waits; behind a limit also about all such cases together. */
    public List<Offer> of(Approval approval) {
        if (!approval.isWaiting()) {
            return List.of();
        }
        Instant until = Instant.ofEpochMilli(approval.expiresAt());
        String page = "approvals/" + approval.id();
        Stream<Offer> one = Stream.of(
                approvalOffer("approve", page, "approve " + approval.id(), until),
                approvalOffer("deny", page, "deny " + approval.id(), until));
        Stream<Offer> all = approval.capped()
                ? Stream.of(
                        approvalOffer("approve-all", "approvals", "approve --all", until),
                        approvalOffer("deny-all", "approvals", "deny --all", until))
                : Stream.of();
        return Stream.concat(one, all).toList();
    }

    /** Letting the device back in; nothing if we did not cut it off, or the isolation is over. */
    public List<Offer> of(Isolation isolation) {
        boolean releasable = isolation != null
                && isolation.id() != null
                && isolation.ours()
                && List.of("sent", "requested", "isolated", "releasing").contains(isolation.state());
        return releasable
                ? List.of(of(
                        "release",
                        "isolations/" + isolation.id(),
                        "release " + isolation.id() + " --reason \"...\"",
                        null))
                : List.of();
    }

    private Offer approvalOffer(String what, String page, String command, Instant until) {
        return of(
                what,
                approvalBy.contains("page") ? page : null,
                approvalBy.contains("command") ? command : null,
                until);
    }
}
