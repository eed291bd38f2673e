/**
 * From the poll to those who handle alerts by way of a queue ({@code alerts.hand-over}).
 *
 * <pre>
 *   poll-alerts ─> hand-over-alerts ══ the queue ══> take-alerts ─> read-alerts ─> handle-alerts
 *                  writes ids                        believes ids, and nothing else
 * </pre>
 *
 * <p>The queue carries only the advice to look at some ids now. What is owed to an alert stands in the ledger, before its
 * message is sent ({@link io.github.defenderroutes.ledger.Offered}); so a message may be lost, late, doubled or forged.
 */
package io.github.defenderroutes.handover;
