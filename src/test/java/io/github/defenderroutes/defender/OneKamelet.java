package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.StandIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;

/** One of the real Kamelets in a real Camel context, over TLS against the stand-in, and short words to call it. */
abstract class OneKamelet {
    static final String DEVICE = "1111111122222222333333334444444455555555";

    final KameletOnStandIn connector = new KameletOnStandIn();
    final StandIn standIn = connector.standIn;
    final List<String> passed = connector.passed;
    final NotedPermits permits = connector.permits;
    final Map<String, String> changes = connector.settings;

    @AfterEach
    void close() {
        connector.close();
    }

    void assertRefused(Object body, String message) {
        assertThatThrownBy(() -> send(body))
                .isInstanceOfSatisfying(DefenderRefusedException.class, e -> assertThat(e.getStatus())
                        .isZero())
                .hasMessageStartingWith(message);
    }

    Call theCall() {
        List<Call> calls = connector.calls();
        return calls.get(calls.size() - 1);
    }

    Map<String, Object> send(Object body) throws Exception {
        return connector.send(body instanceof Exchange before ? before : exchange(body, Map.of()));
    }

    Exchange call(Object body, Map<String, Object> headers) throws Exception {
        return connector.run(exchange(body, headers));
    }

    Exchange exchange(Object body, Map<String, Object> headers) {
        Exchange exchange = connector.exchange(body);
        exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
        return exchange;
    }

    /** Starts a route that calls one Kamelet with these parameters: name, value, name, value … */
    void start(String operation, String... parameters) throws Exception {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            named.put(parameters[i], parameters[i + 1]);
        }
        connector.start("defender-" + operation + "-action", named);
    }
}
