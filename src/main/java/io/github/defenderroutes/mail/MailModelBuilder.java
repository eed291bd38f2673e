package io.github.defenderroutes.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A {@link MailModel} in the making. What is not said stays as if it were {@code null}; what is said twice counts as last. */
public final class MailModelBuilder {
    private final String kind;
    private Map<String, Object> alert;
    private List<String> alertIds;
    private Map<String, Object> device;
    private String deviceProblem;
    private Map<String, Object> mergedInto;
    private Map<String, Object> facts;
    private MailModel.Decision decision;
    private MailModel.Isolation isolation;
    private String mode;
    private Instant handledAt;
    private String problem;
    private int attempts;
    private Instant since;
    private List<Attachment> attachments;
    private HuntReport hunt;
    private List<MailModel.Offer> offers;

    MailModelBuilder(String kind) {
        this.kind = kind;
    }

    MailModelBuilder(MailModel said) {
        this(said.kind());
        alert = said.alert();
        alertIds = said.alertIds();
        device = said.device();
        deviceProblem = said.deviceProblem();
        mergedInto = said.mergedInto();
        facts = said.facts();
        decision = said.decision();
        isolation = said.isolation();
        mode = said.mode();
        handledAt = said.handledAt();
        problem = said.problem();
        attempts = said.attempts();
        since = said.since();
        attachments = said.attachments();
        hunt = said.hunt();
        offers = said.offers();
    }

    public MailModelBuilder alert(Map<String, Object> alert) {
        this.alert = alert;
        return this;
    }

    public MailModelBuilder alertIds(List<String> alertIds) {
        this.alertIds = alertIds;
        return this;
    }

    public MailModelBuilder device(Map<String, Object> device) {
        this.device = device;
        return this;
    }

    public MailModelBuilder deviceProblem(String deviceProblem) {
        this.deviceProblem = deviceProblem;
        return this;
    }

    public MailModelBuilder mergedInto(Map<String, Object> mergedInto) {
        this.mergedInto = mergedInto;
        return this;
    }

    public MailModelBuilder facts(Map<String, Object> facts) {
        this.facts = facts;
        return this;
    }

    public MailModelBuilder decision(MailModel.Decision decision) {
        this.decision = decision;
        return this;
    }

    public MailModelBuilder isolation(MailModel.Isolation isolation) {
        this.isolation = isolation;
        return this;
    }

    public MailModelBuilder mode(String mode) {
        this.mode = mode;
        return this;
    }

    public MailModelBuilder handledAt(Instant handledAt) {
        this.handledAt = handledAt;
        return this;
    }

    public MailModelBuilder problem(String problem) {
        this.problem = problem;
        return this;
    }

    public MailModelBuilder attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    public MailModelBuilder since(Instant since) {
        this.since = since;
        return this;
    }

    public MailModelBuilder attachments(List<Attachment> attachments) {
        this.attachments = attachments;
        return this;
    }

    public MailModelBuilder hunt(HuntReport hunt) {
        this.hunt = hunt;
        return this;
    }

    public MailModelBuilder offers(List<MailModel.Offer> offers) {
        this.offers = offers;
        return this;
    }

    public MailModel build() {
        return new MailModel(
                kind,
                alert,
                alertIds,
                device,
                deviceProblem,
                mergedInto,
                facts,
                decision,
                isolation,
                mode,
                handledAt,
                problem,
                attempts,
                since,
                attachments,
                hunt,
                offers);
    }
}
