package io.github.defenderroutes.standin;

import java.time.Duration;

/**
 * How a device reacts to an isolate or unisolate request. Times are by the stand-in's clock, from the request on.
 *
 * <p>Documented: the states, the two refusals and their codes. Reported: the early 404. Captured: {@code scope} null at
 * first. Invented: how long anything takes; that {@code TimeOut} is what an unreachable device ends with.
 *
 * @param end the final status: Succeeded, Failed, TimeOut, Cancelled
 * @param pending how long it stays Pending
 * @param inProgress how long it then stays InProgress
 * @param hidden for how long the action is answered with 404 and missing in lists
 * @param nameless for how long {@code computerDnsName} and {@code scope} are null; {@code scope} is while Pending anyway
 * @param refusalCode error code of a 400 instead of an action, or {@code null}
 * @param refusalMessage its message, or {@code null}
 */
public record Reaction(
        String end,
        Duration pending,
        Duration inProgress,
        Duration hidden,
        Duration nameless,
        String refusalCode,
        String refusalMessage) {

    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Pending for 100 ms, InProgress for 200 ms, then Succeeded: what every device does unless told otherwise. */
    public static Reaction succeeds() {
        return ends("Succeeded");
    }

    public static Reaction fails() {
        return ends("Failed");
    }

    public static Reaction timesOut() {
        return ends("TimeOut");
    }

    public static Reaction isCancelled() {
        return ends("Cancelled");
    }

    /** A device that is switched off: Pending until {@link Tenant#finish}. */
    public static Reaction staysPending() {
        return succeeds().pendingFor(FOREVER);
    }

    public static Reaction refusesPlatform(String osPlatform) {
        return refuses("OsPlatformNotSupported", "OS platform " + osPlatform + " is not supported");
    }

    public static Reaction refusesClientVersion() {
        return refuses("ClientVersionNotSupported", "Client version 10.8760 or later is needed");
    }

    public static Reaction refusesAsActive() {
        return refuses("ActiveRequestAlreadyExists", "Action is already in progress");
    }

    /** 400 with this code and message, and no action. */
    public static Reaction refuses(String code, String message) {
        return new Reaction("Failed", Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, code, message);
    }

    public Reaction pendingFor(Duration time) {
        return new Reaction(end, time, inProgress, hidden, nameless, refusalCode, refusalMessage);
    }

    public Reaction inProgressFor(Duration time) {
        return new Reaction(end, pending, time, hidden, nameless, refusalCode, refusalMessage);
    }

    public Reaction hiddenFor(Duration time) {
        return new Reaction(end, pending, inProgress, time, nameless, refusalCode, refusalMessage);
    }

    public Reaction namelessFor(Duration time) {
        return new Reaction(end, pending, inProgress, hidden, time, refusalCode, refusalMessage);
    }

    private static Reaction ends(String status) {
        return new Reaction(
                status, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ZERO, Duration.ZERO, null, null);
    }
}
