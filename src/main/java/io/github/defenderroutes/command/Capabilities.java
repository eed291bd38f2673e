package io.github.defenderroutes.command;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.mail.Readers;
import io.github.defenderroutes.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says at the start in what mode we are and what we may therefore do to the tenant. */
final class Capabilities {
    private Capabilities() {}

    static String describe(Settings settings) {
        return """
                Defender Routes %s
                tenant  %s at %s
                mode    %s
                mail    %s through %s%s""".formatted(
                        Main.Version.text(),
                        settings.text("defender.tenant-id"),
                        settings.text("defender.api-url"),
                        mode(settings),
                        readers(settings),
                        way(settings),
                        hunting(settings));
    }

    /** Who reads what: {@code High to a@x; Medium, Low to b@x}. */
    private static String readers(Settings settings) {
        Readers readers = new Readers(settings);
        Map<List<String>, String> severities = new LinkedHashMap<>();
        for (String severity : settings.words("mail.severities")) {
            severities.merge(readers.of(Severity.of(severity)), severity, (earlier, more) -> earlier + ", " + more);
        }
        return severities.entrySet().stream()
                .map(entry -> entry.getValue() + " to " + String.join(", ", entry.getKey()))
                .collect(Collectors.joining("; "));
    }

    private static String hunting(Settings settings) {
        return settings.optionalText("hunting.queries")
                .map(queries -> "\nhunts   %s, with %s".formatted(queries, settings.text("hunting.api")))
                .orElse("");
    }

    private static String way(Settings settings) {
        return settings.text("mail.send-by").equals("graph")
                ? "Microsoft Graph as " + settings.text("mail.from")
                : settings.text("mail.host") + ":" + settings.text("mail.port");
    }

    private static String mode(Settings settings) {
        String severities = String.join(", ", settings.words("isolation.severities"));
        return switch (settings.text("isolation.mode")) {
            case "off" -> "off: no device is isolated";
            case "dry-run" ->
                "dry-run: decides for %s and says what it would do; the tenant is not changed".formatted(severities);
            case "approve" ->
                "approve: decides for %s and asks a person; ISOLATES what one approves, by %s (%s)"
                        .formatted(
                                severities,
                                String.join(" or ", settings.words("approval.by")),
                                settings.text("isolation.type"));
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
