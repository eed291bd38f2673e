/**
 * Defender Routes: Camel routes that poll Microsoft Defender for Endpoint, isolate devices and mail the SOC.
 *
 * <p>{@code DefenderRoutes} is one tenant and the entry for embedding; {@code command} is the standalone program. Arrows
 * between packages point one way:
 *
 * <ul>
 *   <li>{@code command}, {@code cases} and {@code check} use DefenderRoutes; {@code command} reaches a running process through
 *       {@code control}
 *   <li>DefenderRoutes puts together what routes and Kamelets name: {@code poll} and {@code run} (an alert from poll to
 *       end), {@code judge} and {@code isolation}, {@code hunting}, {@code writeback}, {@code mail}, {@code alarm},
 *       {@code gate}, {@code budget}, {@code trigger}
 *   <li>those write to {@code ledger} and ask Microsoft through {@code defender}, with tokens of {@code signin}; what of both
 *       runs out is known to {@code expiry}; {@code graph} reads the alerts of Microsoft Graph as if Defender had sent them
 *   <li>all of them may use {@code settings}, and {@code alert}, which uses nothing of ours
 * </ul>
 *
 * <p>{@code standin} imitates the tenant, for the demo and the tests; nothing above uses it but {@code command}.
 */
package io.github.defenderroutes;
