/**
 * The guarantees as properties: whatever happens in a tenant, whatever fails and whenever the process dies, they hold.
 *
 * <pre>
 *   History ── draws from a seed what happens ──┬─> World     the tenant: does it to the stand-in and remembers the truth
 *                                               ├─> Trouble   faults of calls and of the mail server
 *                                               └─> Subject   the application: works, stops, is killed, time passes
 *
 *   Guarantees ── judge what the stand-in saw (Ledger: calls, actions, mails) by the World; our database is not asked
 * </pre>
 *
 * <p>{@code -Dchaos.seed=42} repeats one history: the same alerts, the same faults, the same orders in the same sequence.
 * What threads and processes make of it in real time may differ. {@code -Dchaos.steps=8} cuts a history short, to find
 * out how little of it still fails. {@code -Psoak -Dsoak.minutes=10} draws new seeds for so long and
 * reports.
 */
package io.github.defenderroutes.chaos;
