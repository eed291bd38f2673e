package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.writeback.CommentText;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Adds to a run what the SOC is told about it, and the comments that may be written back to its alert. */
final class RunNotices {
    private final Settings settings;
    private final Harmless harmless;
    private final AlertNotice notices;
    private final Clock clock;

    RunNotices(Settings settings, Clock clock) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.notices = new AlertNotice(new Offers(settings));
        this.clock = clock;
    }

    /** A notice of that kind, about what was learnt and decided until now. */
    void add(Run run, String kind, Exchange exchange) {
        add(run, kind, notices.model(exchange, kind, mode(), run, clock.instant()));
    }

    private void add(Run run, String kind, MailModel model) {
        Notice notice = new Notice(
                kind,
                run.claim.alertId(),
                "",
                run.claim.severity(),
                Alerts.text(model.alert(), "machineId").orElse(null),
                Alerts.incident(model.alert()).orElse(null),
                harmless.alert(model.json()),
                isNews(model.isolation()) || asksNow(kind, model));
        run.notices.add(notice.withComments(comments(run, model)));
    }

    /** One for each device that was to be cut off, though the mail leads with one of them. */
    private List<String> comments(Run run, MailModel model) {
        List<OtherDevices.Judged> besides = run.others == null ? List.of() : run.others.besides();
        return Stream.concat(
                        Stream.of(model),
                        besides.stream()
                                .map(one -> notices.model(
                                        one.alert(), one.variables()::get, model.kind(), mode(), run, clock.instant())))
                .map(one -> CommentText.of(one, settings))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What Defender said to a request of ours must not wait; that a device was cut off before this alert may. */
    private static boolean isNews(MailModel.Isolation isolation) {
        return isolation != null && Set.of("requested", "refused", "unknown").contains(isolation.state());
    }

    /** A person who is asked must not wait for a digest; only behind a limit all are asked together. */
    private static boolean asksNow(String kind, MailModel model) {
        return !model.offers().isEmpty() && !kind.equals(Notice.APPROVAL);
    }

    private String mode() {
        return settings.text("isolation.mode");
    }
}
