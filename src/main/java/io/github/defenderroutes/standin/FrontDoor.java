package io.github.defenderroutes.standin;

import io.github.defenderroutes.standin.Reply.Damage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every request to one API passes: finds the operation, records the call, applies faults, checks token and quota. */
final class FrontDoor {

    /** The operation name of requests that match nothing. */
    static final String UNKNOWN = "unknown";

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final List<Route> routes;
    private final String audience;
    private final Login login;
    private final Faults faults;
    private final CallLog calls;

    /** @param audience what tokens must be for */
    FrontDoor(List<Route> routes, String audience, Login login, Faults faults, CallLog calls) {
        this.routes = List.copyOf(routes);
        this.audience = audience;
        this.login = login;
        this.faults = faults;
        this.calls = calls;
    }

    Reply handle(Request request) {
        Match match = match(request);
        CallLog.Entry call = calls.opened(match.route.operation(), request);
        Fault fault = faults.take(match.route.operation());

        Answer honest = fault.lets() ? carryOut(match, fault.quirks()) : null;
        boolean undisturbed = pause(match.route.operation(), fault.delay());
        Answer answer = fault.alter(honest);

        Damage damage = undisturbed ? fault.damage() : Damage.RESET;
        call.answered(damage == Damage.RESET ? 0 : answer.status());
        return new Reply(answer, damage, faults.skew());
    }

    private record Match(Route route, Request request) {}

    /** Documented: {@code /api/v1.0/} is the same as {@code /api/}. Captured: a wrong verb is a 405 with Allow. */
    private Match match(Request request) {
        List<String> segments = new ArrayList<>(request.segments());
        if (segments.size() > 1
                && segments.get(0).equals("api")
                && segments.get(1).equals("v1.0")) {
            segments.remove(1);
        }
        Set<String> otherVerbs = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> values = route.match(segments);
            if (values != null && route.method().equals(request.method())) {
                return new Match(route, request.matched(values, Request.Quirks.NONE));
            } else if (values != null) {
                otherVerbs.add(route.method());
            }
        }
        Answer no = otherVerbs.isEmpty()
                ? Answer.error(404, "NotFound", "No such resource: " + request.path())
                : Answer.empty(405).with("Allow", String.join(", ", otherVerbs));
        return new Match(new Route(UNKNOWN, request.method(), "/", Set.of(), ignored -> no), request);
    }

    private Answer carryOut(Match match, Request.Quirks quirks) {
        Route route = match.route;
        try {
            if (!route.anyRole().isEmpty()) {
                login.check(match.request.header("Authorization"), audience, route.anyRole());
                faults.spend(route.operation());
            }
            return route.handler().apply(match.request.matched(match.request.pathValues(), quirks));
        } catch (RefusedException refused) {
            return refused.answer();
        } catch (RuntimeException ourBug) {
            LOG.error("The stand-in failed operation={}", route.operation(), ourBug);
            return Answer.error(500, "InternalServerError", "The stand-in itself failed: " + ourBug);
        }
    }

    /** False when the stand-in is being closed. */
    private boolean pause(String operation, Duration delay) {
        try {
            Thread.sleep(faults.latencyOf(operation).plus(delay).toMillis());
            faults.awaitRelease(operation);
            return true;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
