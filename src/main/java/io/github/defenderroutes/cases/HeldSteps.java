package io.github.defenderroutes.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.rehearsal.HeldEndpoints;
import io.github.defenderroutes.rehearsal.RouteNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands at every way out of a route, notes who wants to go there, and gives the case's answer instead.
 *
 * <p>A Kamelet runs for real, with its parameter rules, the gate and the reading of answers; only the wire inside it is
 * replaced, so a refusal in a case becomes the very exception a route would meet. In the place of another route stands one
 * with the case's answer as its only step, so that a failure is handled where it would be: in the route called.
 */
final class HeldSteps implements InterceptStrategy {
    private static final Set<String> INWARD = Set.of("bean", "class", "dataformat", "log");

    /** Where those lead is seen when they get there; and steps that choose where to go. */
    private static final Set<String> SOMEWHERE = Set.of("language", "ref", "somewhere");

    private static final Set<String> NEIGHBOUR = Set.of("direct", "seda");
    private static final String STEP = "caseStep";
    private static final String LEAVING = "caseLeaving";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Answer>> answers;
    private final Set<String> names = Collections.synchronizedSet(new TreeSet<>());
    private final Set<String> neighbours = Collections.synchronizedSet(new TreeSet<>());
    private final List<Call> calls = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> asked = new HashMap<>();

    HeldSteps(Map<String, List<Answer>> answers) {
        this.answers = answers;
    }

    /** One way out taken: the step's id, or the name of the route called, and the values it was given. */
    record Call(String step, Map<String, Object> values) {}

    /** Every name that a case may use: step ids and routes called. */
    Set<String> names() {
        return names;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** What the case forgot to answer. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, Processor nextTarget) {
        String uri = uri(camel, node);
        if (uri == null) {
            return target;
        }
        String scheme = uri.substring(0, Math.max(uri.indexOf(':'), 0));
        if (NEIGHBOUR.contains(scheme)) {
            String route =
                    uri.substring(scheme.length() + 1).replaceFirst("^//", "").replaceFirst("[?].*", "");
            names.add(route);
            neighbours.add(scheme + ":" + route);
            return target;
        }
        if (INWARD.contains(scheme)) {
            return target;
        }
        boolean inKamelet = RouteNode.isInKamelet(node);
        if (!inKamelet) {
            names.add(node.getId());
        }
        if (scheme.equals("kamelet")) {
            return inKamelet ? target : new Kamelet(node.getId(), uri, target);
        }
        return SOMEWHERE.contains(scheme)
                ? new Remembering(LEAVING, node.getId(), target)
                : async(exchange -> outward(node.getId(), uri, exchange));
    }

    /** Below all steps: holds what leads out and is not known before it is sent to. Queues inside the process stay. */
    HeldEndpoints net() {
        return new HeldEndpoints(Set.of("seda"), this::caught);
    }

    private void caught(Exchange exchange, Endpoint real) throws JsonProcessingException {
        String uri = real.getEndpointUri();
        String step = exchange.getProperty(LEAVING, String.class);
        if (step == null && exchange.getProperty(STEP) == null) {
            throw problem(
                    "%s is sent to by no step with an id, and needs an answer. To fix: call it by a to with an id."
                            .formatted(uri.replaceFirst("(?s)[?].*", "")));
        }
        outward(step, uri, exchange);
    }

    private static String uri(CamelContext camel, NamedNode node) {
        if (node instanceof ToDefinition to) {
            return camel.resolvePropertyPlaceholders(to.getUri());
        }
        if (node instanceof ToDynamicDefinition to) {
            return to.getUri() == null ? "dynamic:" : to.getUri();
        }
        if (node instanceof KameletDefinition kamelet) {
            return "kamelet:" + camel.resolvePropertyPlaceholders(kamelet.getName());
        }
        if (node instanceof RecipientListDefinition
                || node instanceof RoutingSlipDefinition
                || node instanceof DynamicRouterDefinition) {
            return "somewhere:";
        }
        return node instanceof EnrichDefinition
                        || node instanceof PollEnrichDefinition
                        || node instanceof PollDefinition
                ? "enrich:"
                : null;
    }

    private static Processor async(Processor processor) {
        return AsyncProcessorConverterHelper.convert(processor);
    }

    /** Puts a stand-in in the place of each route that is called and not loaded. */
    void standIn(CamelContext camel) throws Exception {
        for (String uri : Set.copyOf(neighbours)) {
            String route = uri.substring(uri.indexOf(':') + 1);
            if (camel.getRoute(route) != null) {
                names.remove(route); // it is run, not replaced
            } else {
                RouteBuilder.addRoutes(
                        camel, builder -> builder.from(uri).routeId(route).process(e -> neighbour(route, e)));
                camel.getRouteController().startRoute(route);
            }
        }
    }

    private void neighbour(String route, Exchange exchange) {
        note(route, Parameters.ofAlert(exchange));
        Answer answer = answers.containsKey(route) ? next(route) : null;
        if (answer != null) {
            answer.give(route, exchange);
        }
    }

    /** A step that leaves by itself, or the wire inside a Kamelet. */
    private void outward(String id, String uri, Exchange exchange) throws JsonProcessingException {
        String step = exchange.getProperty(STEP, String.class);
        if (step == null) {
            note(id, Parameters.ofMessage(uri, exchange));
            next(id).give(id, exchange);
            return;
        }
        Answer answer = next(step);
        if (answer instanceof Answer.Body body) {
            http(exchange, 200, body.json());
        } else if (answer instanceof Answer.Refused refused) {
            http(
                    exchange,
                    refused.status(),
                    Map.of("error", Map.of("code", refused.code(), "message", refused.message())));
        } else {
            answer.give(step, exchange);
        }
    }

    private static void http(Exchange exchange, int status, Object json) throws JsonProcessingException {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(JSON.writeValueAsBytes(json));
    }

    private synchronized void note(String step, Map<String, Object> values) {
        calls.add(new Call(step, new LinkedHashMap<>(values)));
    }

    private synchronized Answer next(String step) {
        Answer answer = answer(step);
        return answer instanceof Answer.Action action ? action.to(lastCall(step)) : answer;
    }

    private Map<String, Object> lastCall(String step) {
        return calls.stream()
                .filter(call -> call.step().equals(step))
                .reduce((first, last) -> last)
                .map(Call::values)
                .orElse(Map.of());
    }

    private Answer answer(String step) {
        int call = asked.merge(step, 1, Integer::sum);
        List<Answer> given = answers.getOrDefault(step, List.of());
        if (given.isEmpty() || given.size() > 1 && call > given.size()) {
            String problem = given.isEmpty()
                    ? "The step %s needs an answer. To fix: add it under answers.".formatted(step)
                    : "The step %s is called %d times, but has %d answers.".formatted(step, call, given.size());
            throw problem(problem);
        }
        return given.get(Math.min(call, given.size()) - 1);
    }

    private synchronized IllegalStateException problem(String problem) {
        problems.add(problem);
        return new IllegalStateException(problem);
    }

    /** Remembers, while a step runs, which it is. */
    private static class Remembering extends DelegateAsyncProcessor {
        private final String property;
        private final String id;

        Remembering(String property, String id, Processor target) {
            super(target);
            this.property = property;
            this.id = id;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object before = exchange.getProperty(property);
            exchange.setProperty(property, id);
            return super.process(exchange, sync -> {
                exchange.setProperty(property, before);
                callback.done(sync);
            });
        }
    }

    /** Notes, before a Kamelet runs, what it was given. */
    private final class Kamelet extends Remembering {
        private final String id;
        private final String uri;

        Kamelet(String id, String uri, Processor target) {
            super(STEP, id, target);
            this.id = id;
            this.uri = uri;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                note(id, Parameters.ofKamelet(uri, exchange));
            } catch (RuntimeException unevaluated) { // thrown on, it would leave the exchange hanging
                exchange.setException(unevaluated);
                callback.done(true);
                return true;
            }
            return super.process(exchange, callback);
        }
    }
}
