package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is read ahead for a group of alerts, and when. It lives as long as the group is handled and belongs to it alone, so
 * that no look can outlast what it was made for.
 */
public final class Ahead {
    /** What is to be asked for, by id. An empty list: nothing, or so little that it is read when its turn comes. */
    record Questions(List<String> alertIds, List<String> deviceIds, List<String> actionsOf) {}

    private final List<Map<String, Object>> alerts;
    private final Questions questions;
    private final boolean mayIsolate;
    private final boolean storm;
    private final long at;
    private final Map<String, Map<String, Object>> alertsNow = new HashMap<>();
    private Map<String, Object> actions;
    private DefenderUnavailableException problem;

    /** @param at when it was begun, before the first question: what we know is at least as young as this */
    Ahead(List<Map<String, Object>> alerts, Questions questions, boolean mayIsolate, boolean storm, long at) {
        this.alerts = alerts;
        this.questions = questions;
        this.mayIsolate = mayIsolate;
        this.storm = storm;
        this.at = at;
    }

    /** The alerts of the group. */
    public List<Map<String, Object>> getAlerts() {
        return alerts;
    }

    /** The quota class of the questions: {@code respond} if one of the alerts may isolate, else {@code rest}. */
    public String getQuota() {
        return mayIsolate ? "respond" : "rest";
    }

    /** Alerts to be read again, since they were listed too long ago. */
    public List<String> getAlertIds() {
        return questions.alertIds;
    }

    /** Devices to be read. */
    public List<String> getDeviceIds() {
        return questions.deviceIds;
    }

    /** Devices whose machine actions are to be read, since they may be isolated now. */
    public List<String> getActionsOf() {
        return questions.actionsOf;
    }

    void keepAlerts(Map<String, ?> answer) {
        if (answer.get("value") instanceof Collection<?> several) {
            several.stream().filter(Map.class::isInstance).map(Ahead::cast).forEach(alert -> Alerts.id(alert)
                    .ifPresent(id -> alertsNow.put(id, alert)));
        }
    }

    void keepActions(Map<String, Object> answer) {
        if (answer.get("value") instanceof Collection<?>
                && Alerts.text(answer, "@odata.nextLink").isEmpty()) {
            actions = answer;
        }
    }

    void failed(DefenderUnavailableException why) {
        problem = why;
    }

    boolean isStorm() {
        return storm;
    }

    long at() {
        return at;
    }

    Map<String, Object> alertNow(String alertId) {
        return alertsNow.get(alertId);
    }

    Map<String, Object> actionsNow(String deviceId) {
        boolean asked = questions.actionsOf.stream()
                .anyMatch(id -> id.toLowerCase(Locale.ROOT).equals(deviceId.toLowerCase(Locale.ROOT)));
        return asked ? actions : null;
    }

    /** @throws DefenderUnavailableException if a question for the whole group failed */
    void orThrow() {
        if (problem != null) {
            throw problem;
        }
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> cast(Object json) {
        return (Map<String, Object>) json;
    }
}
