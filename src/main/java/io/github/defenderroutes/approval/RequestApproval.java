package io.github.defenderroutes.approval;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.hunting.Hunt;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.FourEyes;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import io.github.defenderroutes.run.AlertNotice;
import io.github.defenderroutes.run.AlertRun;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a person whether a device is to be cut off, as the bean {@code requestApproval}. */
public final class RequestApproval {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Approvals approvals;
    private final AlertRun run;
    private final AlertNotice told;
    private final ApprovalNotice notices;
    private final Settings settings;
    private final Clock clock;

    public RequestApproval(Approvals approvals, AlertRun run, Settings settings, Clock clock) {
        this.approvals = approvals;
        this.run = run;
        this.told = new AlertNotice(new Offers(settings));
        this.notices = new ApprovalNotice(settings, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Asks about the device in hand, from the body (the alert, or what stands for it) and the variables device, decision and
     * isolation. The mail about the alert or the hunt in hand asks; without one in hand, a mail of its own does.
     *
     * @return the case: waiting, approved by now, or denied since the alert was raised
     */
    public Approval ask(Exchange exchange) {
        Map<String, Object> alert = map(exchange.getMessage().getBody());
        Map<String, Object> device = map(exchange.getVariable("device"));
        Decision decision = exchange.getVariable("decision", Decision.class);
        Isolation capped = exchange.getVariable("isolation", Isolation.class);
        String alertId = Alerts.id(alert).orElseThrow();
        int people = FourEyes.people(device);
        String because = capped == null ? decision.because() : capped.problem();
        Approval approval = approvals.ask(
                new Question(
                        Alerts.id(device).orElseThrow(),
                        Alerts.text(device, "computerDnsName").orElse(null),
                        alertId,
                        Alerts.severity(alert),
                        settings.harmless().alert(Alerts.text(alert, "title").orElse(null)),
                        raised(alert),
                        decision.rule(),
                        settings.harmless().text(because),
                        capped != null,
                        people,
                        model(exchange, alert, alertId),
                        settings.duration("approval.expires")),
                isToldElsewhere(exchange) ? Telling.NOTHING : notices::asked,
                notices::expired);
        LOG.info(
                "Approval of isolating {}: {}, case {}. alertId={}",
                approval.device(),
                approval.state(),
                approval.id(),
                alertId);
        return approval;
    }

    private boolean isToldElsewhere(Exchange exchange) {
        return run.isInHand(exchange) || exchange.getVariable("finding") != null;
    }

    private String model(Exchange exchange, Map<String, Object> alert, String alertId) {
        exchange.removeVariable("approval"); // of another device, if there is one
        String mode = settings.text("isolation.mode");
        MailModel model = told.model(alert, exchange::getVariable, "approval", mode, alertId, clock.instant());
        Hunt hunt = exchange.getVariable("hunt", Hunt.class);
        return settings.harmless()
                .alert((hunt == null ? model : model.more().hunt(hunt.named()).build()).json());
    }

    private static long raised(Map<String, Object> alert) {
        return Alerts.created(alert).stream()
                .map(ticks -> Ticks.instant(ticks).toEpochMilli())
                .findFirst()
                .orElse(0);
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
