package io.github.defenderroutes.standin;

import io.github.defenderroutes.standin.Reply.Damage;
import io.github.defenderroutes.standin.Request.Quirks;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One thing that goes wrong with one answer. Immutable: each method gives a new fault. */
public final class Fault {

    private static final Map<Integer, String> CODES = Map.of(
            400, "BadRequest",
            401, "Unauthorized",
            403, "Forbidden",
            404, "ResourceNotFound",
            429, "TooManyRequests",
            500, "InternalServerError");

    private Answer answer;
    private boolean carriedOut;
    private boolean cutJson;
    private Damage damage = Damage.NONE;
    private Duration delay = Duration.ZERO;
    private Quirks quirks = Quirks.NONE;

    private Fault() {}

    /** Nothing wrong: lets one call of a script pass. */
    public static Fault none() {
        return new Fault();
    }

    /** This status with an error body of the documented shape; the call is not carried out. */
    public static Fault status(int status) {
        return status(status, CODES.getOrDefault(status, Integer.toString(status)), "Fault of the stand-in");
    }

    /** This status with this code and message in an error body of the documented shape. */
    public static Fault status(int status, String code, String message) {
        return answering(Answer.error(status, code, message));
    }

    /** Any answer; a content type and text of your own. */
    public static Fault answer(int status, String contentType, String text) {
        return answering(Answer.text(status, contentType, text));
    }

    /** Captured: 429 whose code is the text "429" and that has no Retry-After. */
    public static Fault throttled() {
        return status(
                429,
                "429",
                "API calls quota exceeded! Maximum allowed 100 per 00:01:00 for the key Destination+TenantID+AppID."
                        + " You can send requests again in 8 seconds.");
    }

    /** Documented: 429 TooManyRequests with Retry-After; whole seconds from Defender, fractional from Graph. */
    public static Fault throttled(String retryAfter) {
        return status(429, "TooManyRequests", "Too many requests").header("Retry-After", retryAfter);
    }

    /** A gateway's HTML page instead of JSON. */
    public static Fault html(int status) {
        return answer(
                status, "text/html", "<html><head><title>" + status + "</title></head><body>Gateway</body></html>");
    }

    /** Carried out, but the connection ends before all promised bytes came. */
    public static Fault truncated() {
        Fault fault = new Fault();
        fault.damage = Damage.TRUNCATED;
        return fault;
    }

    /** Carried out, but the JSON ends in the middle; the framing is right. */
    public static Fault brokenJson() {
        Fault fault = new Fault();
        fault.cutJson = true;
        return fault;
    }

    /** The connection is reset instead of an answer; the call is not carried out. */
    public static Fault reset() {
        Fault fault = answering(Answer.empty(500));
        fault.damage = Damage.RESET;
        return fault;
    }

    /** Carried out at once, but the answer takes this long (real time). */
    public static Fault slow(Duration time) {
        return none().delayed(time);
    }

    /** A list gives at most this many items and an {@code @odata.nextLink}, whatever {@code $top} says. */
    public static Fault pageCap(int items) {
        return quirk(new Quirks(items, false, false));
    }

    /** A list ignores {@code $orderby} and comes in an order of its own. */
    public static Fault unsorted() {
        return quirk(new Quirks(0, true, false));
    }

    /** Unconfirmed: a service that does not accept {@code or} in a filter (400 ODataError). */
    public static Fault refusesOr() {
        return quirk(new Quirks(0, false, true));
    }

    /** The call is carried out before it goes wrong: the caller must not believe the answer. */
    public Fault butCarriedOut() {
        Fault fault = copy();
        fault.carriedOut = true;
        return fault;
    }

    /** Adds a header to the faulty answer. */
    public Fault header(String name, String value) {
        if (answer == null) {
            throw new IllegalStateException("This fault leaves the honest answer: it has no headers of its own.");
        }
        Fault fault = copy();
        fault.answer = answer.with(name, value);
        return fault;
    }

    /** The answer takes this long (real time). */
    public Fault delayed(Duration time) {
        Fault fault = copy();
        fault.delay = time;
        return fault;
    }

    /** Whether the operation is to be carried out. */
    boolean lets() {
        return answer == null || carriedOut;
    }

    Answer alter(Answer honest) {
        Answer given = answer == null ? honest : answer;
        return cutJson ? given.withBody(Arrays.copyOf(given.body(), given.body().length * 2 / 3)) : given;
    }

    Damage damage() {
        return damage;
    }

    Duration delay() {
        return delay;
    }

    Quirks quirks() {
        return quirks;
    }

    private static Fault answering(Answer answer) {
        Fault fault = new Fault();
        fault.answer = new Answer(answer.status(), new LinkedHashMap<>(answer.headers()), answer.body());
        return fault;
    }

    private static Fault quirk(Quirks quirks) {
        Fault fault = new Fault();
        fault.quirks = quirks;
        return fault;
    }

    private Fault copy() {
        Fault fault = new Fault();
        fault.answer = answer;
        fault.carriedOut = carriedOut;
        fault.cutJson = cutJson;
        fault.damage = damage;
        fault.delay = delay;
        fault.quirks = quirks;
        return fault;
    }
}
