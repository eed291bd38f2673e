/**
 * The ledger: what we took in hand and what became of it, durably, in one database.
 *
 * <p>All SQL of the program is here. A transaction is one method and never spans a step of a route, HTTP or SMTP. What
 * must not happen twice is guarded by a unique key (open isolation per device, notice per alert and kind) or by a
 * compare-and-set on the claim's take number, not by timing.
 */
package io.github.defenderroutes.ledger;
