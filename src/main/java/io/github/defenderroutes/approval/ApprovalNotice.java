package io.github.defenderroutes.approval;

import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.mail.ApprovalFacts;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import io.github.defenderroutes.run.AlertNotice;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.writeback.CommentText;
import java.time.Clock;
import java.time.Instant;

/** Makes the notices that tell how a case goes on; their mails answer the one that asked. */
final class ApprovalNotice {
    private final Offers offers;
    private final Settings settings;
    private final Clock clock;

    ApprovalNotice(Settings settings, Clock clock) {
        this.offers = new Offers(settings);
        this.settings = settings;
        this.clock = clock;
    }

    /** Asks, where no mail about an alert in hand does. */
    Notice asked(Approval approval) {
        return notice(Notice.APPROVAL, approval, Asked.model(approval).isolation());
    }

    /** One of two people has approved. */
    Notice half(Approval approval) {
        return notice(
                "approval-half",
                approval,
                decided(
                        "approval-half",
                        ApprovalFacts.name(approval.first()),
                        "the device's value in Defender is High, or we cannot read it",
                        approval.firstAt()));
    }

    Notice denied(Approval approval) {
        return notice(
                "denied",
                approval,
                decided("denied", ApprovalFacts.name(approval.decided()), approval.reason(), approval.decidedAt()));
    }

    Notice expired(Approval approval) {
        return notice(
                "approval-expired",
                approval,
                decided("approval-expired", null, approval.outcome(), approval.closedAt()));
    }

    /** A person approved it, and it was not carried out. */
    Notice stopped(Approval approval) {
        return notice(
                "approval-stopped",
                approval,
                decided(
                        "approval-stopped",
                        ApprovalFacts.name(approval.decided()),
                        approval.outcome(),
                        approval.closedAt()));
    }

    /** A person approved it, and Defender was asked, or the device was found isolated. */
    Notice carriedOut(Approval approval, Isolation isolation) {
        MailModel.Isolation told = AlertNotice.isolation(isolation, isolation.alertId());
        return notice(
                "approved",
                approval,
                new MailModel.Isolation(
                        told.state(),
                        told.type(),
                        told.actionId(),
                        told.requestedAt(),
                        told.otherAlertId(),
                        told.problem(),
                        ApprovalFacts.name(approval.decided()),
                        null));
    }

    private static MailModel.Isolation decided(String state, String by, String problem, long at) {
        return new MailModel.Isolation(state, null, null, null, null, problem, by, Instant.ofEpochMilli(at));
    }

    private Notice notice(String kind, Approval approval, MailModel.Isolation isolation) {
        MailModel told = Asked.model(approval);
        MailModel model = MailModel.of(kind)
                .alert(told.alert())
                .alertIds(told.alertIds())
                .device(told.device())
                .deviceProblem(told.deviceProblem())
                .mergedInto(told.mergedInto())
                .facts(ApprovalFacts.with(told.facts(), approval))
                .decision(told.decision())
                .isolation(isolation)
                .mode(settings.text("isolation.mode"))
                .handledAt(clock.instant())
                .hunt(told.hunt())
                .offers(offers.of(approval))
                .build();
        return new Notice(
                        kind,
                        approval.alertId(),
                        approval.id(),
                        approval.severity(),
                        approval.deviceId(),
                        null,
                        settings.harmless().alert(model.json()))
                .withComment(CommentText.of(model, settings));
    }
}
