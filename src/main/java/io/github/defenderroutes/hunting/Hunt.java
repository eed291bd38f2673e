package io.github.defenderroutes.hunting;

import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.ledger.Hunts.Schedule;
import io.github.defenderroutes.mail.HuntReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of a query: what it found, and what became of the devices in it. */
public final class Hunt {
    private final HuntingQuery query;
    private final Instant beganAt;
    private final Map<String, HuntReport.Device> outcomes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Schedule schedule;
    private ResultReader.Rows rows;

    Hunt(HuntingQuery query, Schedule schedule, Instant beganAt) {
        this.query = query;
        this.schedule = schedule;
        this.beganAt = beganAt;
    }

    public HuntingQuery query() {
        return query;
    }

    /** The id of this run, as its mail and the isolations it asks for carry it. */
    public String id() {
        return Finding.idOfRun(query.name(), schedule.run());
    }

    Schedule schedule() {
        return schedule;
    }

    /** A run by hand, which belongs to no schedule and tells nobody. */
    static Hunt byHand(HuntingQuery query, ResultReader.Rows rows) {
        Hunt hunt = new Hunt(query, null, null);
        hunt.rows = rows;
        return hunt;
    }

    /**
     * One that a case gives to a route: the first run of a query {@code example}.
     *
     * @param devices what becomes of the devices, in the word that the file of a query has for it
     */
    public static Hunt example(String devices, String severity, Instant beganAt) {
        var query = new HuntingQuery(
                "example",
                "An example",
                "0 0 * * * ?",
                severity,
                List.of(),
                DeviceResponse.of(devices),
                "DeviceId",
                "hunted",
                "Quick",
                Duration.ofDays(7),
                List.of(),
                "DeviceInfo");
        Hunt hunt = new Hunt(query, new Schedule("example", query.cron(), 0, 0, 1, 1, 0, null), beganAt);
        hunt.rows = new NewRows(query, 1_000_000, keys -> Set.of());
        return hunt;
    }

    void begin(Schedule taken, NewRows into) {
        schedule = taken;
        rows = into;
    }

    /** The run without what it found: which query it is, and who reads of it. */
    public HuntReport named() {
        return new HuntReport(query.file(), query.mailTo(), null, null, 0, 0, 0, "nothing", null, null);
    }

    Instant beganAt() {
        return beganAt;
    }

    ResultReader.Rows rows() {
        return rows;
    }

    /** Of a run by its schedule. */
    NewRows newRows() {
        return (NewRows) rows;
    }

    /** What was found is written down and need not be kept. */
    void end() {
        rows = null;
    }

    Finding finding(String machineId) {
        return new Finding(id(), query.title(), query.severity(), machineId, beganAt);
    }

    void outcome(String machineId, String outcome, String because) {
        outcomes.put(machineId, new HuntReport.Device(machineId, outcome, because));
    }

    List<HuntReport.Device> outcomes() {
        return List.copyOf(outcomes.values());
    }

    /** Something else that the reader of the mail must know. */
    void note(String sentence) {
        notes.add(sentence);
    }

    List<String> notes() {
        return notes;
    }
}
