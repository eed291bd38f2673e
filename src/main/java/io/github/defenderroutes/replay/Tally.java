package io.github.defenderroutes.replay;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.recorded.RecordedAlert;
import java.util.Map;
import java.util.TreeMap;

/** What came of a replay, in numbers. */
public final class Tally {
    private final Map<String, Integer> today = new TreeMap<>();
    private final Map<String, Integer> edited = new TreeMap<>();
    private int alerts;
    private int withoutDevice;
    private int resolved;
    private int different;
    private int onlyByRule;
    private int toldToday;
    private int toldEdited;

    void today(Verdict verdict, RecordedAlert alert) {
        alerts++;
        today.merge(verdict.result(), 1, Integer::sum);
        toldToday += verdict.told() ? 1 : 0;
        boolean namesDevice = Alerts.text(alert.alert(), "machineId").isPresent();
        withoutDevice += namesDevice && !verdict.knowsDevice() ? 1 : 0;
        resolved += Alerts.text(alert.alert(), "status").orElse("").equalsIgnoreCase("Resolved") ? 1 : 0;
    }

    void edited(Verdict verdict) {
        edited.merge(verdict.result(), 1, Integer::sum);
        toldEdited += verdict.told() ? 1 : 0;
    }

    void different(boolean onlyInRule) {
        different++;
        onlyByRule += onlyInRule ? 1 : 0;
    }

    /** How many alerts of each result, by today's routes. */
    public Map<String, Integer> today() {
        return Map.copyOf(today);
    }

    /** And by the edited ones; empty if there are none. */
    public Map<String, Integer> edited() {
        return Map.copyOf(edited);
    }

    public int alerts() {
        return alerts;
    }

    /** How many name a device that is not recorded. */
    public int withoutDevice() {
        return withoutDevice;
    }

    /** How many stood as resolved. */
    public int resolved() {
        return resolved;
    }

    /** How many are decided differently. */
    public int differing() {
        return different;
    }

    /** Of how many of them the same comes, and only another rule says so. */
    public int onlyByRule() {
        return onlyByRule;
    }

    /** Of how many the SOC would be mailed by today's routes. */
    public int toldToday() {
        return toldToday;
    }

    /** And by the edited ones. */
    public int toldEdited() {
        return toldEdited;
    }
}
