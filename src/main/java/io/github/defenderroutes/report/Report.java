package io.github.defenderroutes.report;

import java.util.List;
import java.util.Map;

/**
 * What would have been isolated over a span of time, and what really was. Times are ISO 8601 in UTC.
 *
 * @param mode the isolation mode at the end of it
 * @param devices how many devices would have been isolated
 * @param rules those devices, by the rule that decided
 * @param closed how the alerts behind that stand now: how many, by verdict
 * @param notLookedUp how many of those alerts were not looked up
 * @param ours how many isolations of ours Defender accepted in that time
 * @param others whom people, flows or Microsoft isolated
 * @param caps how the caps would have held
 * @param capped how many isolations a cap really held back
 * @param notes what else the reader must know, as sentences
 */
public record Report(
        String from,
        String until,
        String mode,
        int devices,
        List<Rule> rules,
        Map<String, Integer> closed,
        int notLookedUp,
        int ours,
        List<Other> others,
        List<Cap> caps,
        int capped,
        List<String> notes) {

    /** A rule, and the devices it would have isolated. */
    public record Rule(String rule, List<Device> devices) {}

    /**
     * A device that would have been isolated.
     *
     * @param name {@code null} if it is not known
     * @param first when that was first decided
     * @param alerts how many alerts would have done it
     * @param verdicts how those stand now, each once; empty if that is not known
     */
    public record Device(String id, String name, String first, int alerts, List<String> verdicts) {}

    /**
     * An isolation that is not ours.
     *
     * @param by who asked for it, as Defender names them; {@code null} if it does not
     * @param status of the machine action
     * @param foreseen whether the device is one that we would have isolated
     */
    public record Other(String deviceId, String deviceName, String by, String at, String status, boolean foreseen) {}

    /**
     * A cap over the isolations that would have been.
     *
     * @param setting its key
     * @param limit what it allows; {@code null} for {@code off}
     * @param most the most that would have been decided within its span
     * @param heldBack how many it would have held back
     */
    public record Cap(String setting, Integer limit, int most, int heldBack) {}
}
