package io.github.defenderroutes.writeback;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.MailModel.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.time.temporal.ChronoUnit;

/** What is said on an alert, in one sentence or two: that an isolation was requested, and how it ended. */
public final class CommentText {
    /** What others wrote is shortened: how long a comment may be is not documented. */
    private static final int LONGEST_PROBLEM = 200;

    private CommentText() {}

    /**
     * The comment that goes with this notice; {@code null} if none does, if it tells of what a hunt found (there is no alert
     * then to write on), or if {@code alerts.write-back} is off.
     */
    public static String of(MailModel notice, Settings settings) {
        boolean isFinding = Alerts.id(notice.alert()).filter(Finding::isId).isPresent();
        boolean mayNotWrite = settings.text("isolation.mode").equals("approve"); // there only what is approved passes
        if (isFinding
                || mayNotWrite
                || notice.isolation() == null
                || !settings.text("alerts.write-back").equals("comment")) {
            return null;
        }
        String said = said(device(notice), notice.isolation());
        return said == null ? null : "Defender Routes: " + said;
    }

    /** Not what is no request of ours and no end: under way, uncertain, stopped, overdue. */
    private static String said(String device, Isolation isolation) {
        String action = isolation.actionId() == null ? "" : " (machine action " + isolation.actionId() + ")";
        return switch (isolation.state()) {
            case "requested" -> "isolation of " + device + " requested, " + isolation.type() + action + ".";
            case "repeated" -> "isolation of " + device + " expired and was requested again" + action + ".";
            case "confirmed" -> device + " was isolated" + by(isolation) + at(isolation) + ".";
            case "refused" -> device + " is NOT isolated, Defender refused it" + why(isolation);
            case "not-isolated" -> device + " is NOT isolated" + action + why(isolation);
            case "expired" -> device + " is NOT isolated, Defender gave up after three days" + action + why(isolation);
            case "cancelled" ->
                "isolation of " + device + " cancelled" + by(isolation) + at(isolation) + why(isolation);
            case "released" -> device + " was released" + by(isolation) + at(isolation) + why(isolation);
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
        return isolation.endedAt() == null ? "" : " at " + isolation.endedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String why(Isolation isolation) {
        return isolation.problem() == null ? "." : ": " + plain(isolation.problem());
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM - 1) + "…";
    }
}
