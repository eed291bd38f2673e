package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a mail says, read like a person would: from its head, its subject and its plain text. */
record Told(
        String kind,
        List<String> alertIds,
        String messageId,
        Instant at,
        String severity,
        String claim,
        String rule,
        String text) {
    private static final Set<String> SEVERITIES = Set.of("High", "Medium", "Low", "Informational", "UnSpecified");
    private static final Pattern SUBJECT =
            Pattern.compile("(?:\\[.*] )?(?:Raised to )?([^:]*): (.*?) – .*", Pattern.CASE_INSENSITIVE);
    private static final Pattern RULE = Pattern.compile("(?m)^Rule: +(\\S+)$");

    /** The words of subjects that claim something about the device. */
    static final Map<String, String> CLAIMS = Map.of(
            "isolation requested", "requested",
            "isolation already under way", "under-way",
            "already isolated", "isolated",
            "isolation REFUSED", "refused",
            "isolation stopped", "stopped",
            "not isolated", "never",
            "isolation waits for approval", "approve",
            "no device", "never");

    static Told of(ReceivedMail mail) {
        Matcher subject = SUBJECT.matcher(String.valueOf(mail.subject()));
        boolean readable = subject.matches();
        Matcher rule = RULE.matcher(String.valueOf(mail.text()).replace("\r", ""));
        return new Told(
                header(mail, "X-Defender-Routes-Kind"),
                mail.headers("X-Defender-Alert-Id"),
                mail.messageId(),
                ZonedDateTime.parse(
                                header(mail, "Date"),
                                DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH))
                        .toInstant(),
                readable ? severity(subject.group(1)) : "?",
                readable ? CLAIMS.getOrDefault(subject.group(2), subject.group(2)) : "?" + mail.subject(),
                rule.find() ? rule.group(1) : "",
                mail.text());
    }

    private static String severity(String word) {
        return SEVERITIES.stream()
                .filter(severity -> severity.equalsIgnoreCase(word))
                .findFirst()
                .orElse("Critical"); // the only word of a history that Defender Routes does not know
    }

    private static String header(ReceivedMail mail, String name) {
        return String.join("", mail.headers(name));
    }

    /** Whether it tells of an alert itself, and not of what became of an isolation or of ourselves. */
    boolean isAboutAnAlert() {
        return kind.equals("alert") || kind.equals("raised");
    }

    @Override
    public String toString() {
        return "mail at %s, kind %s, about %s: %s, %s %s".formatted(at, kind, alertIds, severity, claim, rule);
    }
}
