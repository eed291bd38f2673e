package io.github.defenderroutes.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Holds what mails say against what is true. What happened is true of a mail if it was true when the mail was written. */
final class Truth {
    /** A mail's date has no fractions of a second. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private Truth() {}

    static Stream<String> untrueMails(Ledger ledger) {
        return ledger.told().stream()
                .filter(mail -> mail.alertIds().size() == 1)
                .filter(mail -> mail.isAboutAnAlert() ? !isTrue(mail, ledger) : !isTrueCourse(mail, ledger))
                .map(mail -> {
                    KnownAlert alert = ledger.world().alert(mail.alertIds().get(0));
                    return "%s; but %s, its device is %s with the actions %s"
                            .formatted(
                                    mail,
                                    alert,
                                    alert.deviceId == null
                                            ? null
                                            : ledger.world().kind(alert.deviceId),
                                    ledger.actionsOn(alert.deviceId));
                });
    }

    private static boolean isTrue(Told mail, Ledger ledger) {
        KnownAlert alert = ledger.world().alert(mail.alertIds().get(0));
        Instant by = mail.at().plus(ROUNDING);
        return alert.was(state -> state.severity().equals(mail.severity()), by)
                && switch (mail.claim()) {
                    case "requested", "under-way" -> requested(alert, by, ledger);
                    case "isolated" -> isolated(alert, by, ledger);
                    case "refused" -> refused(alert, by, ledger);
                    case "stopped" -> stopped(alert, by, mail, ledger);
                    case "never" -> never(alert, by, mail.rule(), ledger);
                    case "approve" ->
                        ledger.world().kind(alert.deviceId) == DeviceKind.MERGED
                                && mail.rule().equals(DeviceKind.MERGED.rule);
                    default -> false; // parked, uncertain, capped, undecided: no history gives a reason for these
                };
    }

    /** What became of an isolation is told only when it did. */
    private static boolean isTrueCourse(Told mail, Ledger ledger) {
        KnownAlert alert = ledger.world().alert(mail.alertIds().get(0));
        Instant by = mail.at().plus(ROUNDING);
        return switch (mail.kind()) {
            case "isolated" -> isolated(alert, by, ledger);
            case "released" ->
                ledger.actionsOn(alert.deviceId).stream()
                        .anyMatch(action -> !action.isolates() && action.hadSucceededAt(by));
            case "parked" -> false; // no history gives a reason
            default -> true;
        };
    }

    private static boolean requested(KnownAlert alert, Instant by, Ledger ledger) {
        return ledger.actionsOn(alert.deviceId).stream()
                .anyMatch(action -> action.isolates() && !action.createdAt().isAfter(by));
    }

    private static boolean isolated(KnownAlert alert, Instant by, Ledger ledger) {
        return ledger.actionsOn(alert.deviceId).stream()
                .anyMatch(action -> action.isolates() && action.hadSucceededAt(by));
    }

    private static boolean refused(KnownAlert alert, Instant by, Ledger ledger) {
        return ledger.calls().stream()
                .anyMatch(call -> call.operation().equals("isolate")
                        && call.path().contains("/" + alert.deviceId + "/")
                        && call.status() >= 400
                        && call.status() < 500
                        && call.status() != 401
                        && call.status() != 429
                        && !call.at().isAfter(by));
    }

    /** Why a fresh look spoke against it, from the mail's words. */
    private static boolean stopped(KnownAlert alert, Instant by, Told mail, Ledger ledger) {
        String text = mail.text();
        if (text.contains("already resolved")) {
            return alert.was(KnownAlert.State::resolved, by);
        } else if (text.contains("isolates\n") || text.contains("Only High isolates")) {
            return alert.was(state -> !state.severity().equals("High"), by);
        } else if (text.contains("Older than isolation.max-age")) {
            return alert.isTooOldAt(by);
        } else if (text.contains("cancelled that")) {
            return ledger.actionsOn(alert.deviceId).stream()
                    .anyMatch(action -> action.isolates() && action.status().equals("Cancelled"));
        }
        return (text.contains("it was released") || text.contains("being released"))
                && ledger.actionsOn(alert.deviceId).stream()
                        .anyMatch(action -> action.type().equals("Unisolate")
                                && !action.createdAt().isAfter(by));
    }

    private static boolean never(KnownAlert alert, Instant by, String rule, Ledger ledger) {
        return switch (rule) {
            case "severity-does-not-isolate", "severity-unknown" ->
                alert.was(state -> !state.severity().equals("High"), by);
            case "alert-resolved" -> alert.was(KnownAlert.State::resolved, by);
            case "alert-too-old" -> alert.isTooOldAt(by);
            case "no-device" -> alert.deviceId == null;
            default ->
                alert.deviceId != null
                        && ledger.world().kind(alert.deviceId).rule.equals(rule);
        };
    }
}
