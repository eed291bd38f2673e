package io.github.defenderroutes.settings;

import java.time.Duration;
import java.util.Map;

/** The rules that span two settings. A rule is silent when one of its values is already known to be wrong. */
final class CrossChecks {
    private final Map<String, String> values;
    private final Resolver told;

    CrossChecks(Map<String, String> values, Resolver told) {
        this.values = values;
        this.told = told;
    }

    void run() {
        smtpNeedsAServer();
        plainMailStaysOnThisMachine();
        mailPasswordNeedsBothHalves();
        mailTokensTravelEncrypted();
        aDayHoldsAnHour();
        theSweepCoversTheLookBack();
        somebodyCanApprove();
    }

    private void smtpNeedsAServer() {
        if (is("mail.send-by", "smtp") && !has("mail.host")) {
            told.needed("mail.host", "the name of your mail server, such as smtp.example.org");
        }
    }

    private void plainMailStaysOnThisMachine() {
        boolean plain = is("mail.security", "none") && is("mail.allow-plain", "false");
        if (plain && has("mail.host") && !AddressTypes.isLoopback(values.get("mail.host"))) {
            told.wrong(
                    "mail.security",
                    "would send mail unencrypted to %s. To fix: use starttls or tls, or set mail.allow-plain = true."
                            .formatted(values.get("mail.host")));
        }
    }

    private void mailPasswordNeedsBothHalves() {
        if (is("mail.auth", "password")) {
            needed("mail.username", "the name of the account that sends the mails");
            needed("mail.password", "the password of the account that sends the mails");
        }
    }

    private void mailTokensTravelEncrypted() {
        boolean plain = is("mail.auth", "oauth") && is("mail.security", "none");
        if (plain && has("mail.host") && !AddressTypes.isLoopback(values.get("mail.host"))) {
            told.wrong("mail.auth", "would send a token unencrypted. To fix: set mail.security = starttls or tls.");
        }
    }

    private void needed(String key, String remedy) {
        if (!has(key)) {
            told.missing(key, "is required by mail.auth = password", remedy);
        }
    }

    private void aDayHoldsAnHour() {
        String hour = values.getOrDefault("isolation.cap.per-hour", "off");
        String day = values.getOrDefault("isolation.cap.per-day", "off");
        if (!hour.equals("off") && !day.equals("off") && Integer.parseInt(day) < Integer.parseInt(hour)) {
            told.wrong(
                    "isolation.cap.per-day",
                    "is less than isolation.cap.per-hour = %s. To fix: raise this one or lower the other."
                            .formatted(hour));
        }
    }

    private void theSweepCoversTheLookBack() {
        if (has("alerts.sweep") && has("alerts.look-back")) {
            Duration sweep = DurationText.parse(values.get("alerts.sweep"));
            if (sweep.compareTo(DurationText.parse(values.get("alerts.look-back"))) < 0) {
                told.wrong(
                        "alerts.sweep",
                        "is shorter than alerts.look-back = %s. To fix: raise this one or lower the other."
                                .formatted(values.get("alerts.look-back")));
            }
        }
    }

    /** Nothing is isolated in this mode that nobody can approve; a page that the link in the mail does not reach is no way. */
    private void somebodyCanApprove() {
        boolean byPage = values.getOrDefault("approval.by", "command").contains("page");
        if (!is("isolation.mode", "approve") || !byPage) {
            return;
        }
        if (!has("web.public-url")) {
            told.missing(
                    "web.public-url",
                    "is required by isolation.mode = approve with approval.by = " + values.get("approval.by"),
                    "the address at which approvers reach the pages, such as https://defender.example.org; or set approval.by = command");
        } else if (is("web.enabled", "false")) {
            told.wrong(
                    "web.enabled",
                    "leaves approvers without the pages that approval.by names. To fix: set web.enabled = true, or approval.by = command.");
        }
    }

    private boolean has(String key) {
        return values.containsKey(key);
    }

    private boolean is(String key, String value) {
        return value.equals(values.get(key));
    }
}
