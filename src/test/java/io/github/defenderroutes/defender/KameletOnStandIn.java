package io.github.defenderroutes.defender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.graph.GraphAlerts;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.signin.SignIn;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.StandIn;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A real Kamelet in a real Camel context, over TLS against a stand-in; its gate is open, and notes who passed. */
final class KameletOnStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final StandIn standIn = StandIn.start();
    /** What passed the gate: operation and the values of its path. */
    final List<String> passed = new ArrayList<>();

    final NotedPermits permits = new NotedPermits();
    /** Settings that differ from what the stand-in says. */
    final Map<String, String> settings = new HashMap<>();

    private URI tokensFor;
    private CamelContext camel;

    /** From the next start on, tokens of Defender are for this address instead of the one that is called. */
    void tokensFor(URI url) {
        tokensFor = url;
    }

    CamelContext camel() {
        return camel;
    }

    /** Starts a route, written in YAML as an engineer would, that calls this Kamelet with these parameters. */
    void start(String kamelet, Map<String, ?> parameters) throws Exception {
        stop();
        camel = context();
        StringBuilder yaml = new StringBuilder("""
                - route:
                    from:
                      uri: direct:test
                      steps:
                        - to:
                            uri: kamelet:%s
                """.formatted(kamelet));
        if (!parameters.isEmpty()) {
            yaml.append("            parameters:\n");
        }
        parameters.forEach(
                (name, value) -> yaml.append("              %s: %s%n".formatted(name, quoted(String.valueOf(value)))));
        camel.start();
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml.toString()));
    }

    /** Sends it through the route; what is left in it afterwards is the answer. */
    @SuppressWarnings("unchecked") // the connector answers with the API's object
    Map<String, Object> send(Exchange exchange) throws Exception {
        Object answer = run(exchange).getMessage().getBody();
        return answer instanceof InputStream json ? JSON.readValue(json, Map.class) : (Map<String, Object>) answer;
    }

    Exchange run(Exchange exchange) throws Exception {
        camel.createProducerTemplate().send("direct:test", exchange);
        Exception failure = exchange.getException();
        if (failure instanceof RuntimeCamelException && failure.getCause() instanceof Exception cause) {
            throw cause;
        }
        if (failure != null) {
            throw failure;
        }
        return exchange;
    }

    Exchange exchange(Object body) {
        return ExchangeBuilder.anExchange(camel).withBody(body).build();
    }

    /** The calls so far, without those for a token. */
    List<Call> calls() {
        return standIn.calls().stream()
                .filter(call -> !call.operation().equals("token"))
                .toList();
    }

    @Override
    public void close() {
        stop();
        standIn.close();
    }

    private void stop() {
        try {
            if (camel != null) {
                camel.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the Camel context does not close", e);
        }
    }

    private CamelContext context() {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.putAll(settings);
        Settings read = Settings.of(values);
        SSLContext tls = Tls.trusting(read.path("defender.ca-certificate"));
        CamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context.getRegistry().bind("defenderGate", (Gatekeeper) (name, path) -> passed.add(name + " " + path));
        context.getRegistry().bind("defenderBudget", permits);
        context.getRegistry().bind("defenderHttp", http(read, tls));
        context.getRegistry().bind("defenderConnections", DefenderHttp.connections(read, tls));
        context.getRegistry().bind("defenderApi", new ApiAddresses(read));
        context.getRegistry().bind("defenderAnswer", new Answer());
        context.getRegistry().bind("defenderGraphAlerts", new GraphAlerts());
        Properties placeholders = new Properties();
        placeholders.putAll(read.placeholders());
        context.getPropertiesComponent().setOverrideProperties(placeholders);
        context.getComponent("kamelet", KameletComponent.class).setLocation("classpath:kamelets");
        return context;
    }

    private DefenderHttp http(Settings read, SSLContext tls) {
        return new DefenderHttp(
                read,
                Map.of(
                        tokensFor == null ? read.uri("defender.api-url") : tokensFor,
                        tokens(Api.DEFENDER, read, tls),
                        read.uri("defender.graph-url"),
                        tokens(Api.GRAPH, read, tls)));
    }

    private static AccessTokens tokens(Api api, Settings settings, SSLContext tls) {
        return new SignIn(settings, tls, Clock.systemUTC()).tokens(settings.text(api.scopeSetting()));
    }

    /** As YAML reads it back: a text in JSON is one in YAML. */
    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
