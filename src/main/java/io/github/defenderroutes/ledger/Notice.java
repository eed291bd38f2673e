package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;

/**
 * A fact the SOC should learn. There is at most one per alert, kind and severity, however often the alert is handled.
 *
 * @param kind what sort of mail tells it: alert, raised or parked
 * @param model what the mail tells, as JSON
 */
public record Notice(String kind, String alertId, Severity severity, String model) {}
