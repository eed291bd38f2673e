package io.github.defenderroutes.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One alert and one device as Defender sends them; each test changes exactly what it is about. */
final class MailExamples {

    static final Instant NOW = Instant.parse("2026-11-20T09:28:30Z");
    static final String PORTAL = "https://security.microsoft.com";
    static final String ALERT_ID = "da638999000111222333_-1200345678";

    private MailExamples() {}

    /** Writes with the templates we ship. */
    static MailText mailText() {
        return mailText(Path.of("config/mail"));
    }

    static MailText mailText(Path templates) {
        return new MailText(templates, ZoneId.of("Europe/Berlin"), Clock.fixed(NOW, ZoneId.of("UTC")), PORTAL);
    }

    static Map<String, Object> alert() {
        return json("alert.json");
    }

    static Map<String, Object> alertWith(String field, Object value) {
        var alert = alert();
        alert.put(field, value);
        return alert;
    }

    static Map<String, Object> device() {
        return json("device.json");
    }

    static MailModel requested() {
        return withIsolation("requested", null);
    }

    static MailModel withIsolation(String state, String problem) {
        var isolation = new MailModel.Isolation(
                state,
                "Full",
                "7d1c0f5e-0a51-4c6e-9f0e-3a7b1c2d4e5f",
                Instant.parse("2026-11-20T09:16:30Z"),
                null,
                problem,
                null,
                null);
        return model("alert", alert(), device(), decision("isolate"), isolation, "enforce");
    }

    static MailModel withIsolation(MailModel.Isolation isolation) {
        return model("alert", alert(), device(), decision("isolate"), isolation, "enforce");
    }

    static MailModel withDecision(String outcome) {
        return model("alert", alert(), device(), decision(outcome), null, "enforce");
    }

    static MailModel withAlert(Map<String, Object> alert) {
        return model("alert", alert, device(), decision("never"), null, "enforce");
    }

    static MailModel ofKind(String kind) {
        return model(kind, alert(), device(), decision("never"), null, "enforce");
    }

    static MailModel model(
            String kind,
            Map<String, Object> alert,
            Map<String, Object> device,
            MailModel.Decision decision,
            MailModel.Isolation isolation,
            String mode) {
        return MailModel.of(kind)
                .alert(alert)
                .device(device)
                .facts(facts())
                .decision(decision)
                .isolation(isolation)
                .mode(mode)
                .handledAt(NOW)
                .problem("no route for it")
                .attempts(8)
                .build();
    }

    static MailModel.Decision decision(String outcome) {
        var values = new LinkedHashMap<String, Object>();
        values.put("severity", "High");
        values.put("osPlatform", "Windows11");
        values.put("tags", List.of("tier-2"));
        return new MailModel.Decision(
                outcome, "severity-isolates", "High alerts on workstations are isolated.", values);
    }

    private static Map<String, Object> facts() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("owner", "Jörg Doe, Accounting");
        facts.put("asset", Map.of("location", "Hamburg"));
        return facts;
    }

    private static Map<String, Object> json(String file) {
        try (InputStream in = MailExamples.class.getResourceAsStream("/mail/" + file)) {
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new IllegalStateException("src/test/resources/mail/" + file, e);
        }
    }
}
