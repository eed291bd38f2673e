package io.github.defenderroutes.judge;

import java.time.Duration;
import java.util.Map;

/**
 * What the rules that people wrote say about one device and alert.
 *
 * @param outcome the most that may come of it
 * @param rule the name of the rule that decided
 * @param because the reason as a sentence for people, without a full stop
 * @param values the rule with its file and line, and what it looked at
 * @param type Full or Selective; {@code null} leaves it to {@code isolation.type}
 * @param releaseAfter how long the device stays cut off; {@code null} leaves it to the settings
 */
public record Ruling(
        Outcome outcome, String rule, String because, Map<String, Object> values, String type, Duration releaseAfter) {}
