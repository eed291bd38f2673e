package io.github.defenderroutes.stops;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Courses;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the notices that tell how far the program may go now. They speak for no alert. */
final class StopNotices {
    private final Settings settings;
    private final Clock clock;

    StopNotices(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @param kind {@code kill-switch-on} or {@code kill-switch-off} */
    Notice killSwitch(String kind, Actor actor, String reason) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("By", actor.name());
        facts.put("Reason", reason);
        return notice(kind, Severity.UNKNOWN, facts);
    }

    Notice modeChanged(String from, String to, Actor actor) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Before", from);
        facts.put("Now", to);
        facts.put("By", actor.name());
        return notice("mode-changed", Severity.UNKNOWN, facts);
    }

    /** It concerns those who read of what isolates. */
    Notice breaker(Position open, List<Isolation> counted, Courses courses) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Since", open.since().toString());
        facts.put("Because", open.reason());
        facts.put("Requested in the day before", counted.size());
        Map<String, Object> devices = new LinkedHashMap<>();
        counted.forEach(isolation -> devices.putIfAbsent(
                isolation.deviceId(), "%s%s".formatted(name(isolation, courses), isolation.state())));
        facts.put("Device", devices);
        return notice("breaker-open", Severity.HIGH, facts);
    }

    /** The device's name and a colon, if the mail about its alert knows it. */
    private static String name(Isolation isolation, Courses courses) {
        return courses.noticeOf(isolation.alertId())
                .map(Notice::model)
                .flatMap(MailModel::read)
                .map(MailModel::device)
                .filter(device -> Alerts.id(device)
                        .filter(isolation.deviceId()::equalsIgnoreCase)
                        .isPresent())
                .flatMap(device -> Alerts.text(device, "computerDnsName"))
                .map(name -> name + ": ")
                .orElse("");
    }

    private Notice notice(String kind, Severity severity, Map<String, Object> facts) {
        String id = kind + ":" + UUID.randomUUID();
        var model = MailModel.of(kind)
                .facts(facts)
                .mode(settings.text("isolation.mode"))
                .handledAt(clock.instant())
                .build();
        return new Notice(kind, id, "", severity, null, null, model.json(), true);
    }
}
