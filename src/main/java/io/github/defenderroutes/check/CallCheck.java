package io.github.defenderroutes.check;

import io.github.defenderroutes.Connector;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.UsedKamelet;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Asks once for what a Kamelet of the routes reads, and for as little of it as can be. */
final class CallCheck implements Check {
    private final UsedKamelet kamelet;
    private final ApiLinks api;
    private final CallsByHand calls;

    CallCheck(UsedKamelet kamelet, CallsByHand calls) {
        this.kamelet = kamelet;
        this.api = new ApiLinks(kamelet.api());
        this.calls = calls;
    }

    @Override
    public String link() {
        return "call " + kamelet.operation();
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.ROUTES, api.server(), api.signIn(), SetUp.DATABASE);
    }

    @Override
    public Finding prove() throws Exception {
        Connector.Reply reply = calls.ask(kamelet);
        if (reply.failure().isPresent()) {
            return failed(link(), api, reply.failure().get());
        }
        return Finding.ok(
                link(),
                reply.body().get("value") instanceof Collection<?> several && several.isEmpty()
                        ? "is answered; there is nothing to read"
                        : "is answered");
    }

    /** @throws Exception the failure, if its message says all there is to say */
    static Finding failed(String link, ApiLinks api, Exception failure) throws Exception {
        if (failure instanceof DefenderThrottledException) {
            return Finding.warning(link, failure.getMessage() + " To fix: nothing; check again then.");
        }
        if (failure instanceof IOException) {
            return Finding.problem(
                    link,
                    "The network failed: %s. To fix: check %s, defender.proxy and the firewall."
                            .formatted(failure.getMessage(), api.urlSetting()));
        }
        throw failure;
    }
}
