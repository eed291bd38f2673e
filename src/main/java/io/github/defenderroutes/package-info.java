/**
 * Defender Routes: Camel routes that poll Microsoft Defender for Endpoint, isolate devices and mail the SOC.
 *
 * <p>{@code DefenderRoutes} is one tenant and the entry for embedding; {@code command} is the standalone program. Arrows
 * between packages point one way: command and cases use DefenderRoutes; that uses poll, run, isolation, judge, gate,
 * budget, ledger, defender, mail and settings; all of them may use alert, which uses nothing of ours.
 */
package io.github.defenderroutes;
