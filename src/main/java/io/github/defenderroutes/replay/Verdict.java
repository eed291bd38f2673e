package io.github.defenderroutes.replay;

/**
 * What a set of routes makes of an alert.
 *
 * @param result how far an isolation would go, else what was decided, else how the run ended: parked, failed, delayed
 * @param rule the rule that decided; {@code null} if nothing was decided
 * @param place where that rule stands, or the branch that led to it; empty if no file decided
 * @param because a sentence for people, or {@code null}
 * @param told whether the SOC would be mailed
 * @param toldAt the branch that decided about the mail; empty if no file did
 * @param knowsDevice whether the routes knew the alert's device
 */
public record Verdict(
        String result, String rule, String place, String because, boolean told, String toldAt, boolean knowsDevice) {

    /** Whether something else is decided, by another rule, or other alerts are told; that a rule moved is no difference. */
    public boolean differsFrom(Verdict other) {
        return !result.equals(other.result)
                || !String.valueOf(rule).equals(String.valueOf(other.rule))
                || told != other.told;
    }

    /** Whether the same comes of it, and only another rule says so. */
    boolean differsOnlyInRule(Verdict other) {
        return result.equals(other.result) && told == other.told;
    }
}
