/**
 * Defender Routes: Camel routes that poll Microsoft Defender for Endpoint, isolate devices and mail the SOC.
 *
 * <p>{@code DefenderRoutes} is one tenant; {@code command} is the standalone program, {@code web} its pages. Arrows between
 * packages point one way, but for {@code StartException}, which those below throw as well:
 *
 * <ul>
 *   <li>around a tenant: {@code command}, {@code web} and {@code check} for those who run it, reaching a running process
 *       through {@code control}; {@code embedding}, {@code spring} and {@code osgi} for applications that hold it
 *   <li>for those who write routes: {@code lint}, {@code cases}, {@code explain} and {@code replay} (of alerts that are
 *       {@code recorded}), {@code diagram}, {@code scaffold}, {@code shipped}, {@code watch}. In a {@code rehearsal} every way
 *       out is held; {@code model} is how they read Camel's routes
 *   <li>DefenderRoutes puts together what routes and Kamelets name: {@code poll}, {@code handover} and {@code run} (an alert
 *       from poll to end), {@code judge} with {@code guardrails}, {@code isolation}, {@code approval}, {@code release},
 *       {@code stops}, {@code hunting}, {@code writeback}, {@code mail}, {@code alarm}, {@code gate}, {@code budget},
 *       {@code trigger}; and what tells of it: {@code history}, {@code report}, {@code metrics}, {@code operations}
 *   <li>a {@code generation} of routes is what runs, until the next one takes over from it
 *   <li>those write to {@code ledger}, which stands in a {@code database}, and ask Microsoft through {@code defender}, with
 *       tokens of {@code signin}; what of both runs out is known to {@code expiry}; {@code graph} reads the alerts of
 *       Microsoft Graph as if Defender had sent them
 *   <li>all of them may use {@code settings}, {@code logging}, {@code yaml}, and {@code alert}, which uses nothing of ours
 * </ul>
 *
 * <p>{@code standin} imitates the tenant, for the demo and the tests; nothing above uses it but {@code command}.
 *
 * <p>In this package: {@code DefenderRoutes} is made of {@code Parts}, which outlive its routes, and kept {@code Running}. What
 * one may ask of it is done {@code ByHand}, at the {@code Desk}, or by trying its {@code Links} one by one; a host makes it
 * by {@code Embedding}.
 */
package io.github.defenderroutes;
