/**
 * Examples that a route must satisfy, and the runner that holds the route to them.
 *
 * <p>Beside {@code routes/x.camel.yaml} stands {@code routes/x.case.yaml}: a list of cases. Each loads the real route and
 * error-handling, with the real beans and a ledger of its own; every way out of the route is held. One case:
 *
 * <pre>
 * - case: a High alert on a server is mailed only     # a sentence about the rule; says what must not happen, too
 *   settings: { isolation.mode: enforce }             # over config/application.properties
 *   time: 2026-11-20T09:30:00Z                        # "now"; this is the default
 *   alert: { severity: High }                         # over a complete alert; or alerts: [...], or body: ...
 *   device: { osPlatform: WindowsServer2022 }         # over a complete device, read just now; becomes the variable device
 *   variables: { deviceProblem: ... }                 # what routes before this one have left
 *   given:                                            # what has happened before:
 *     isolation: { state: sent, age: 30s }            #   the device's record (state, alert, ours, age, action, round)
 *     approval: { state: approved }                   #   a person was asked (state, alerts, age, decided-ago, people, limit, expires)
 *     isolated-devices: 10                            #   so many others isolated just now
 *     claim: { state: due, attempts: 7 }              #   the alert's claim (state, alert, severity, attempts, delays, due-in)
 *     devices: [ {} ]                                 #   devices read a moment ago
 *     notices: [ {} ]                                 #   alerts whose notices wait for a mail
 *     comment: { alert: da1, doubtful: true }         #   a comment that waits to be written (alert, text, doubtful, age)
 *     last-poll: 10m                                  #   so long ago the last good poll
 *     release: { state: sent, age: 30s }              #   what is wanted of its release (state, age, action, after)
 *     alerts-behind: [da0, da1]                       #   the alerts behind the isolation of the device
 *     hunts: 8d                                       #   so long ago the hunting queries were first seen; they are due since
 *     guardrails: |                                   #   rules in the place of config/guardrails.yaml
 *       rules: ...
 *   answers:                                          # by step id, or by name of the route called; one, or a list in turn
 *     look-at-alert-again: { alert: { status: Resolved } }
 *     request-isolation: { refused: { status: 400, code: OsPlatformNotSupported, message: ... } }
 *   expect:
 *     reaches: [isolate-device]                       # ways out taken, in order; no other may be
 *     decision: { outcome: never }                    # of objects only the fields named count; none = nothing there
 * </pre>
 *
 * <p>An answer is one of {@code alert, alerts, device, devices, action, actions} (complete objects with the fields given),
 * {@code json} (as it is), {@code refused}, {@code unavailable}, {@code fails} (a bug), and for a route that is called
 * {@code variables}. A route called without an answer does nothing; a step without one fails the case. {@code expect} may
 * further name {@code calls, variables, isolation, record, approval, release, run, claim, notices, waiting-mails, remembered-devices, stops}
 * (whether error-handling ended the route and those that called it) and {@code failure} (what the caller gets back; none if
 * not named); a text is compared whole, or by {@code {contains: ...}}. {@code caught} is the failure that park-alert finds; {@code route}
 * names another route than the file's, for error-handling, which is none; {@code scheduled-by} names the scheduled route
 * at the beginning of a call.
 *
 * <p>A route given an {@code alert} finds it taken in hand, as if alert-pipeline had called it, unless it takes it itself.
 */
package io.github.defenderroutes.cases;
