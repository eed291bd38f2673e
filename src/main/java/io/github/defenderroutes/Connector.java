package io.github.defenderroutes;

import io.github.defenderroutes.defender.Answer;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.generation.Generation;
import io.github.defenderroutes.run.StepHistory;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.URISupport;

/** The Kamelets without any route, to ask Defender by hand. Its gate is shut: nothing in the tenant can be changed. */
public final class Connector implements AutoCloseable {
    private final Generation generation;
    private final ProducerTemplate caller;

    Connector(Settings settings, Path routes, Map<String, Object> beans) {
        Map<String, Object> readOnly = new LinkedHashMap<>(beans);
        readOnly.put("defenderGate", Gate.shut());
        generation = new Generation(settings, routes, Generation.NO_FILES, readOnly, new StepHistory(), false);
        generation.load();
        generation.camel().setAutoStartup(true); // a Kamelet's route is made, and has to start, at its first use
        caller = generation.camel().createProducerTemplate();
    }

    /**
     * What came of a call.
     *
     * @param body the API's JSON; empty if there is none
     * @param date when the API answered, by its own clock; empty if it did not, or did not say
     * @param failure why there is no answer; empty if there is one
     */
    public record Reply(Map<String, Object> body, Optional<Instant> date, Optional<Exception> failure) {}

    /** Asks through a Kamelet and its permit, budget and sign-in, as a route would. */
    public Reply ask(String kamelet, Map<String, Object> parameters) {
        return ask(kamelet, parameters, null);
    }

    /** The same with a body, which parameters may name: {@code ${body}}. */
    @SuppressWarnings("unchecked") // a Kamelet's answer is the API's JSON
    public Reply ask(String kamelet, Map<String, Object> parameters, Object body) {
        Exchange exchange = caller.request(
                uri(kamelet, parameters), asked -> asked.getMessage().setBody(body));
        Optional<Exception> failure = Optional.ofNullable(exchange.getException());
        Object answer = exchange.getMessage().getBody();
        return new Reply(
                failure.isEmpty() && answer instanceof Map<?, ?> json ? (Map<String, Object>) json : Map.of(),
                Optional.ofNullable(exchange.getProperty(Answer.DATE, Instant.class)),
                failure);
    }

    private static String uri(String kamelet, Map<String, Object> parameters) {
        String query = URISupport.createQueryString(parameters, false); // a Kamelet takes a value as it stands there
        return "kamelet:" + kamelet + (query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public void close() {
        generation.close(Duration.ofSeconds(5));
    }
}
