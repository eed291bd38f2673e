package io.github.defenderroutes.command;

import io.github.defenderroutes.settings.Settings;

/** Says at the start in what mode we are and what we may therefore do to the tenant. */
final class Capabilities {
    private Capabilities() {}

    static String describe(Settings settings) {
        return """
                Defender Routes %s
                tenant  %s at %s
                mode    %s
                mail    %s to %s through %s:%s%s""".formatted(
                        Main.Version.text(),
                        settings.text("defender.tenant-id"),
                        settings.text("defender.api-url"),
                        mode(settings),
                        String.join(", ", settings.words("mail.severities")),
                        String.join(", ", settings.words("mail.to")),
                        settings.text("mail.host"),
                        settings.text("mail.port"),
                        hunting(settings));
    }

    private static String hunting(Settings settings) {
        return settings.optionalText("hunting.queries")
                .map(queries -> "\nhunts   %s, with %s".formatted(queries, settings.text("hunting.api")))
                .orElse("");
    }

    private static String mode(Settings settings) {
        String severities = String.join(", ", settings.words("isolation.severities"));
        return switch (settings.text("isolation.mode")) {
            case "off" -> "off: no device is isolated";
            case "dry-run" ->
                "dry-run: decides for %s and says what it would do; the tenant is not changed".formatted(severities);
            case "approve" ->
                "approve: decides for %s and leaves the isolation to a person; the tenant is not changed"
                        .formatted(severities);
            default ->
                "enforce: %s ISOLATES devices (%s) on %s; at most %s an hour, %s a day"
                        .formatted(
                                severities,
                                settings.text("isolation.type"),
                                String.join(", ", settings.words("isolation.os-platforms")),
                                settings.text("isolation.cap.per-hour"),
                                settings.text("isolation.cap.per-day"));
        };
    }
}
