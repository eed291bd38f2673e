/**
 * The rules that people write into {@code config/guardrails.yaml} about who may be cut off.
 *
 * <p>{@link io.github.defenderroutes.guardrails.Guardrails} is what the rest of the product uses. Behind it, {@code
 * RuleFile} reads the file and tells everything that is wrong with it, {@code Vocabulary} knows the words of conditions,
 * {@code Rulebook} finds the rule that decides, and {@code Doubts} finds rules that are right and yet of no use.
 *
 * <p>A condition has three answers: it matches, it does not, or what it asks for is not known. {@code never} takes
 * "not known" for a match; below any other rule that may match, a person is asked at most, so that doubt never isolates.
 */
package io.github.defenderroutes.guardrails;
