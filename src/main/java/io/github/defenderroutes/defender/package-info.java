/**
 * The connector's mechanics: sign-in, HTTP, and how a Kamelet's declaration becomes one request and one answer.
 *
 * <p>A Kamelet declares an {@link io.github.defenderroutes.defender.Operation}: method and path, and which parameter goes
 * where. The operation validates the values against the Kamelet's own schema, encodes them as data, asks the gate if the
 * Kamelet acts, and leaves the sending to the shared Kamelet {@code defender-call-action}. Whatever comes back is either
 * the API's JSON as a {@code Map}, a {@link io.github.defenderroutes.defender.DefenderRefusedException} (a fact: asking
 * again would not help) or a failure of the world: {@link io.github.defenderroutes.defender.DefenderUnavailableException}
 * or an {@link java.io.IOException}.
 */
package io.github.defenderroutes.defender;
