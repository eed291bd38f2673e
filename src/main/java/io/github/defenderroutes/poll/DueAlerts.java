package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Devices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Due alerts while they are read: several with one question, and one by one what no answer to that shows. */
public final class DueAlerts {
    private final Deque<List<String>> groups = new ArrayDeque<>();
    private final List<Map<String, Object>> alerts = new ArrayList<>();
    private final List<Map<String, Object>> singles = new ArrayList<>();

    DueAlerts(List<String> ids) {
        for (int from = 0; from < ids.size(); from += Devices.GROUP) {
            groups.add(ids.subList(from, Math.min(from + Devices.GROUP, ids.size())));
        }
        if (ids.size() == 1) {
            singly();
        }
    }

    /** Whether there are more to ask for together. */
    public boolean isMore() {
        return !groups.isEmpty();
    }

    /** The ids to ask for next. */
    public List<String> getIds() {
        return groups.element();
    }

    /** The alerts read so far. */
    public List<Map<String, Object>> getAlerts() {
        return alerts;
    }

    /** Those to be read one by one, as maps with only an id. */
    public List<Map<String, Object>> getSingles() {
        return singles;
    }

    void read(Map<String, ?> answer) {
        if (!(answer.get("value") instanceof Collection<?> entries)) {
            throw new DefenderUnavailableException("Defender's answer to list-alerts holds no list of alerts");
        }
        List<String> asked = groups.remove();
        List<Map<String, Object>> found = entries.stream()
                .map(UnreadableAlert::orReadable)
                .filter(alert -> asked.contains(Alerts.id(alert).orElse("")))
                .toList();
        List<String> ids =
                found.stream().map(alert -> Alerts.id(alert).orElseThrow()).toList();
        alerts.addAll(found);
        asked.stream().filter(id -> !ids.contains(id)).forEach(this::single);
    }

    void singly() {
        groups.forEach(ids -> ids.forEach(this::single));
        groups.clear();
    }

    /** What was not asked for yet is left to the next time. */
    void stop() {
        groups.clear();
    }

    private void single(String id) {
        singles.add(Map.of("id", id));
    }
}
