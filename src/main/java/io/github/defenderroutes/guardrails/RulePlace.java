package io.github.defenderroutes.guardrails;

/**
 * Where a rule stands.
 *
 * @param rule its name
 * @param line of the file, from 1
 */
public record RulePlace(String rule, int line) {
    /** Whether it made a decision whose value {@code guardrail} is this. */
    public boolean isCitedBy(Object guardrail) {
        return guardrail != null
                && guardrail.toString().startsWith(rule + ", ")
                && guardrail.toString().endsWith(" line " + line);
    }
}
