package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.ReleaseWish;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.writeback.CommentText;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the notice that tells a step of an isolation: what was told of its alert, and what is known now. */
public final class CourseNotice {
    /** Kinds after which there is nothing to release. */
    private static final Set<String> ENDS = Set.of("not-isolated", "cancelled", "released", "expired", "repeated");

    private final Settings settings;
    private final Offers offers;
    private final Clock clock;

    public CourseNotice(Settings settings, Clock clock) {
        this.settings = settings;
        this.offers = new Offers(settings);
        this.clock = clock;
    }

    /**
     * @param problem why it went no further, or {@code null}
     * @param action the machine action that shows it, or {@code null}
     * @param alert what the SOC was told of the alert, so that this mail names device and title too; empty if nothing was
     */
    Notice of(Isolation record, String kind, String problem, Map<String, ?> action, Optional<Notice> alert) {
        return of(record, kind, problem, action, alert, Optional.empty());
    }

    /** The same, with what was wanted of its release. */
    public Notice of(
            Isolation record,
            String kind,
            String problem,
            Map<String, ?> action,
            Optional<Notice> alert,
            Optional<ReleaseWish> wish) {
        MailModel told = alert.flatMap(notice -> MailModel.read(notice.model())).orElseGet(() -> unknown(record));
        var model = MailModel.of(kind)
                .alert(alert(told, record))
                .alertIds(told.alertIds())
                .device(device(told, record))
                .deviceProblem(isAbout(told, record) ? told.deviceProblem() : null)
                .mergedInto(isAbout(told, record) ? told.mergedInto() : null)
                .facts(told.facts())
                .decision(isAbout(told, record) ? told.decision() : null)
                .isolation(isolation(record, kind, problem, action, wish))
                .mode(told.mode())
                .handledAt(clock.instant())
                .hunt(told.hunt())
                .offers(ENDS.contains(kind) ? List.of() : offers.of(record))
                .build();
        return new Notice(
                        kind,
                        record.alertId(),
                        wish.filter(one -> kind.startsWith("release-"))
                                .map(ReleaseWish::id)
                                .orElse(record.id()),
                        alert.map(Notice::severity).orElse(Severity.UNKNOWN),
                        record.deviceId(),
                        alert.map(Notice::incident).orElse(null),
                        model.json())
                .withComment(CommentText.of(model, settings));
    }

    /** What was told may have been about another device of the same alert. */
    private static boolean isAbout(MailModel told, Isolation record) {
        return Alerts.id(told.device()).map(record.deviceId()::equalsIgnoreCase).orElse(true);
    }

    private static Map<String, Object> device(MailModel told, Isolation record) {
        return isAbout(told, record) && told.device() != null ? told.device() : Map.of("id", record.deviceId());
    }

    private static Map<String, Object> alert(MailModel told, Isolation record) {
        return Alerts.forDevice(told.alert(), record.deviceId());
    }

    private MailModel unknown(Isolation record) {
        Map<String, Object> alert = Map.of("id", record.alertId(), "machineId", record.deviceId());
        Map<String, Object> device = Map.of("id", record.deviceId());
        String mode = settings.text("isolation.mode");
        return MailModel.of(null)
                .alert(alert)
                .alertIds(List.of(record.alertId()))
                .device(device)
                .mode(mode)
                .build();
    }

    private static MailModel.Isolation isolation(
            Isolation record, String kind, String problem, Map<String, ?> action, Optional<ReleaseWish> wish) {
        return new MailModel.Isolation(
                kind.equals("isolated") ? "confirmed" : kind, // "isolated" says that it was before the alert
                record.type(),
                action == null ? record.actionId() : Alerts.id(action).orElse(record.actionId()),
                record.sentAt() == 0 ? null : Instant.ofEpochMilli(record.sentAt()),
                null,
                problem,
                wish.map(ReleaseWish::who).orElseGet(() -> by(record, action)),
                at(kind, action));
    }

    /** Who did it, if it was not us. */
    private static String by(Isolation record, Map<String, ?> action) {
        Optional<String> canceller = Alerts.text(action, "cancellationRequestor");
        boolean ours = action == null || record.ours() && Settling.isOurs(record, action);
        return canceller
                .or(() -> ours ? Optional.empty() : Alerts.text(action, "requestor"))
                .orElse(null);
    }

    private static Instant at(String kind, Map<String, ?> action) {
        long ended = action == null || kind.equals("overdue") ? 0 : MachineActions.ended(action);
        return ended == 0 ? null : Ticks.instant(ended);
    }
}
