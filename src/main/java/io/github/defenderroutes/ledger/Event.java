package io.github.defenderroutes.ledger;

import java.util.Map;

/**
 * Something that happened and is committed, for whoever embeds us.
 *
 * @param id the same each time it is told; rises with time
 * @param body what happened: texts, times as ISO 8601 texts, lists of texts; no secrets
 */
public record Event(String id, Map<String, Object> body) {}
