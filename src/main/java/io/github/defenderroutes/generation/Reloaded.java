package io.github.defenderroutes.generation;

import io.github.defenderroutes.guardrails.WrittenRules;
import java.util.Set;

/**
 * What came of a reload.
 *
 * @param routes how many there are
 * @param rules the guardrails
 * @param isAtWork whether this process runs the routes; if not, they were checked only
 * @param inHand what the routes of before still finish, as they were: the names of routes that begin by themselves
 * @param settingsChanged whether {@code application.properties} is another than at the start; settings are not reloaded
 */
public record Reloaded(int routes, WrittenRules rules, boolean isAtWork, Set<String> inHand, boolean settingsChanged) {}
