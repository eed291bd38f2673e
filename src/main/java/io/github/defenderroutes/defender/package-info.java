/**
 * The connector's mechanics: sign-in, HTTP, and how a Kamelet's declaration becomes one request and one answer.
 *
 * <p>A Kamelet declares an {@link io.github.defenderroutes.defender.Operation}: method and path, and which parameter goes
 * where. The operation validates the values against the Kamelet's own schema, encodes them as data, asks the budget for a
 * permit, asks the gate if the Kamelet acts, and leaves the sending to the shared Kamelet {@code defender-call-action}.
 * Whatever comes back is either the API's JSON as a {@code Map}, a
 * {@link io.github.defenderroutes.defender.DefenderRefusedException} (a fact: asking again would not help) or a failure of
 * the world: {@link io.github.defenderroutes.defender.DefenderUnavailableException} or an {@link java.io.IOException}.
 *
 * <p>A Kamelet's annotations, all beginning with {@code defender-routes/}:
 *
 * <ul>
 *   <li>{@code api}: {@code graph} if it calls Microsoft Graph, with its own token and quota; otherwise it is Defender's
 *   <li>{@code effect}: {@code read}, {@code act} or {@code mail}; what acts passes the gate, a mail goes in every mode
 *   <li>{@code permission}: what the app must be granted; any one of several that stand there
 *   <li>{@code trial}: a parameter and its value, {@code query=DeviceInfo | take 1}, with which {@code check} calls a Kamelet
 *       that reads but needs parameters
 *   <li>{@code quota}: {@code default}, or what Microsoft documents for this operation where that is less than the general
 *       quota: {@code 10/min}, {@code 50/h}, {@code 10/min, 500/h}; or {@code none}, if its calls count against no quota of
 *       the API
 *   <li>{@code answer}: {@code stream}, if the answer can be large and is handed on as it comes; otherwise it is read as a
 *       {@code Map}
 *   <li>{@code power-automate}: the connector's operations, by their ids, whose place it takes
 * </ul>
 *
 * <p>Who goes first when calls are short ({@link io.github.defenderroutes.defender.QuotaClass}): what acts is always
 * {@code respond}. Of a call that reads, the route may say {@code respond} or {@code poll} in the variable {@code quota};
 * otherwise it is one of the {@code rest}. A variable stays with the exchange and its copies: a route that sets it removes it
 * again after the calls it is meant for.
 */
package io.github.defenderroutes.defender;
