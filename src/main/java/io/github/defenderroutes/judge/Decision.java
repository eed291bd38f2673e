package io.github.defenderroutes.judge;

import java.time.Duration;
import java.util.Map;

/**
 * What was decided about one device because of one alert, and why.
 *
 * @param outcome never, dry-run, approve or isolate
 * @param rule the rule that decided, kebab-case
 * @param because the reason as a sentence for people
 * @param values what the rule looked at
 * @param type Full or Selective; {@code null} leaves it to {@code isolation.type}
 * @param releaseAfter how long the device stays cut off before it is released; {@code null} leaves it to the settings
 */
public record Decision(
        String outcome, String rule, String because, Map<String, Object> values, String type, Duration releaseAfter) {
    /** One that leaves type and duration to the settings. */
    public Decision(String outcome, String rule, String because, Map<String, Object> values) {
        this(outcome, rule, because, values, null, null);
    }

    static Decision of(Outcome outcome, String rule, String because, Map<String, Object> values) {
        return new Decision(outcome.toString(), rule, because, values);
    }

    /** Whether it is only the dry run that keeps us from asking a person. */
    public boolean wouldAsk() {
        return Outcome.DRY_RUN.toString().equals(outcome)
                && Outcome.APPROVE.toString().equals(values.get(Judge.IN_ENFORCE));
    }

    /** Whether the device is to be isolated; readable in Simple as {@code ${variable.decision.isolate}}. */
    public boolean isIsolate() {
        return Outcome.ISOLATE.toString().equals(outcome);
    }

    /** Whether a person has to decide; likewise {@code ${variable.decision.approve}}. */
    public boolean isApprove() {
        return Outcome.APPROVE.toString().equals(outcome);
    }
}
