package io.github.defenderroutes.writeback;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.MailModel.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.time.temporal.ChronoUnit;

/** What is said on an alert, in one sentence or two: that an isolation was requested, and how it ended. */
public final class CommentText {
    /** What others wrote is shortened: how long a comment may be is not documented. */
    private static final int LONGEST_PROBLEM = 200;

    private CommentText() {}

    /** The comment that goes with this notice; {@code null} if none does, or if {@code alerts.write-back} is off. */
    public static String of(MailModel notice, Settings settings) {
        if (notice.isolation() == null || !settings.text("alerts.write-back").equals("comment")) {
            return null;
        }
        String said = said(notice.isolation());
        return said == null ? null : "Defender Routes: " + said.formatted(device(notice));
    }

    /** Not what is no request of ours and no end: under way, uncertain, stopped, overdue. */
    private static String said(Isolation isolation) {
        return switch (isolation.state()) {
            case "requested" ->
                "isolation of %s requested (" + isolation.type() + ", machine action " + isolation.actionId() + ").";
            case "repeated" -> "isolation of %s expired and requested again.";
            case "confirmed" -> "%s was isolated" + by(isolation) + at(isolation) + ".";
            case "refused", "not-isolated" -> "%s is NOT isolated" + why(isolation);
            case "expired" -> "%s is NOT isolated, Defender gave up after three days" + why(isolation);
            case "cancelled" -> "isolation of %s cancelled" + by(isolation) + at(isolation) + why(isolation);
            case "released" -> "%s was released" + by(isolation) + at(isolation) + why(isolation);
            default -> null;
        };
    }

    private static String device(MailModel notice) {
        return Alerts.text(notice.device(), "computerDnsName")
                .or(() -> Alerts.text(notice.alert(), "computerDnsName"))
                .or(() -> Alerts.text(notice.alert(), "machineId"))
                .orElse("the device");
    }

    private static String by(Isolation isolation) {
        return isolation.by() == null ? "" : " by " + plain(isolation.by());
    }

    private static String at(Isolation isolation) {
        return isolation.endedAt() == null
                ? ""
                : " at " + isolation.endedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String why(Isolation isolation) {
        return isolation.problem() == null ? "." : ": " + plain(isolation.problem());
    }

    /** Text from outside, on one line, that cannot be taken for a placeholder of the sentence. */
    private static String plain(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        String cut = line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM - 1) + "…";
        return cut.replace("%", "%%");
    }
}
