package io.github.defenderroutes.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What templates see: strings, lists and maps, all of them harmless to show. config/mail/README.md lists the names. */
final class MailView {

    private static final int DESCRIPTION = 1500;

    private final MailModel model;
    private final Fields alert;
    private final Times times;
    private final Portal portal;

    MailView(MailModel model, Times times, Portal portal) {
        this.model = model;
        this.alert = Fields.of(model.alert());
        this.times = times;
        this.portal = portal;
    }

    Map<String, Object> values() {
        Device device = Device.of(model);
        List<Fields> evidence = alert.objects("evidence");
        var view = new HashMap<String, Object>();
        view.put("kind", shown(model.kind()));
        view.put("situation", Situation.of(model));
        view.put("dryRun", Situation.isDryRun(model));
        view.put("mode", shown(model.mode()));
        view.put("severity", alert.text("severity", 30));
        view.put("device", device.view(times));
        view.put("alert", alert());
        view.put("alertIds", alertIds());
        view.put("evidence", Evidence.firstOf(evidence));
        view.put(
                "attachments",
                List.copyOf(Attachment.byName(model.attachments()).keySet()));
        view.put("evidenceMore", Math.max(0, evidence.size() - Evidence.SHOWN));
        view.put("times", moments());
        view.put("hunt", HuntView.of(model.hunt()));
        view.put("report", Nested.of(model.facts().get("report")));
        view.put("problem", shown(model.problem()));
        view.put("facts", NamedValues.of(model.facts()));
        view.put("decision", decision());
        view.put("isolation", isolation());
        view.put("parked", parked());
        view.put("delayed", delayed());
        view.put("offers", offers());
        view.put("links", portal.links(alert.id("id"), device.id(), alert.id("incidentId")));
        view.put(
                "raw",
                Map.of("alert", alert.all(), "device", Fields.of(model.device()).all()));
        return view;
    }

    private Map<String, Object> alert() {
        var view = new HashMap<String, Object>();
        view.put("id", alert.text("id"));
        view.put("title", alert.text("title"));
        view.put("description", alert.block("description", DESCRIPTION));
        view.put("category", alert.text("category"));
        view.put("techniques", alert.texts("mitreTechniques"));
        view.put("threat", alert.text("threatName"));
        view.put("source", alert.text("detectionSource"));
        view.put("status", alert.text("status"));
        view.put("incidentId", alert.text("incidentId"));
        return view;
    }

    /** All of them, however many: the mail is the place to find an alert by its id. */
    private List<String> alertIds() {
        return Stream.concat(Stream.ofNullable(alert.id("id")), model.alertIds().stream())
                .map(id -> Plain.line(id, Fields.USUAL))
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private Map<String, Object> moments() {
        var view = new HashMap<String, Object>();
        view.put("created", times.read(alert.text("alertCreationTime")));
        view.put("firstActivity", times.read(alert.text("firstEventTime")));
        view.put("lastActivity", times.read(alert.text("lastEventTime")));
        view.put("updated", times.read(alert.text("lastUpdateTime")));
        view.put("handled", times.show(model.handledAt()));
        view.values().removeIf(Objects::isNull);
        return view;
    }

    private Map<String, Object> decision() {
        if (model.decision() == null) {
            return null;
        }
        var view = new HashMap<String, Object>();
        view.put("outcome", shown(model.decision().outcome()));
        view.put("rule", shown(model.decision().rule()));
        view.put("because", shown(model.decision().because()));
        view.put("values", NamedValues.of(model.decision().values()));
        return view;
    }

    private Map<String, Object> isolation() {
        if (model.isolation() == null) {
            return null;
        }
        var view = new HashMap<String, Object>();
        view.put("state", shown(model.isolation().state()));
        view.put("type", shown(model.isolation().type()));
        view.put("actionId", shown(model.isolation().actionId()));
        view.put("requested", times.show(model.isolation().requestedAt()));
        view.put("otherAlertId", shown(model.isolation().otherAlertId()));
        view.put("problem", shown(model.isolation().problem()));
        view.put("by", shown(model.isolation().by()));
        view.put("ended", times.show(model.isolation().endedAt()));
        return view;
    }

    private List<Map<String, Object>> offers() {
        return model.offers().stream()
                .map(offer -> {
                    var view = new HashMap<String, Object>();
                    view.put("what", shown(offer.what()));
                    view.put("url", shown(offer.url()));
                    view.put("command", shown(offer.command()));
                    view.put("until", times.show(offer.until()));
                    return (Map<String, Object>) view;
                })
                .toList();
    }

    private Map<String, Object> parked() {
        if (!"parked".equals(model.kind())) {
            return null;
        }
        var view = new HashMap<String, Object>();
        view.put("problem", Objects.requireNonNullElse(shown(model.problem()), "not recorded"));
        view.put("attempts", model.attempts());
        return view;
    }

    private Map<String, Object> delayed() {
        if (!"delayed".equals(model.kind())) {
            return null;
        }
        var view = new HashMap<String, Object>();
        view.put("problem", shown(model.problem()));
        view.put("attempts", model.attempts());
        view.put("since", times.show(model.since()));
        return view;
    }

    private static String shown(String text) {
        if (text == null) {
            return null;
        }
        String line = Plain.line(text, Fields.USUAL);
        return line.isEmpty() ? null : line;
    }
}
