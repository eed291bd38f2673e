package io.github.defenderroutes.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.PreparedRequest;
import io.github.defenderroutes.rehearsal.Leaving.Act;
import io.github.defenderroutes.rehearsal.Leaving.Elsewhere;
import io.github.defenderroutes.rehearsal.Leaving.Question;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Holds every way out of a Camel context, whoever takes it: in the place of each endpoint that is not one of a few which stay
 * inside the process, it puts one that only notes. So there is nothing in the context that could be sent to, be it named in a
 * route, made up at run time, or asked for by a bean; and nothing that could bring anything in.
 *
 * <p>The one exception is a live rehearsal, in which a GET that a Kamelet of the connector's has prepared goes to Microsoft.
 * What goes is decided here by the method of the request, and not by what the Kamelet says of itself.
 */
final class HeldWays extends LifecycleStrategySupport implements EndpointStrategy {
    /** Endpoints of these stay inside. Not seda: what takes from it is another exchange, later. */
    private static final Set<String> INSIDE =
            Set.of("bean", "class", "dataformat", "direct", "kamelet", "language", "log", "mock");

    private static final Set<String> MAIL = Set.of("smtp", "smtps", "imap", "imaps", "pop3", "pop3s");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Answers answers;
    private final BiConsumer<Leaving, Exchange> listener;

    /** @param answers what answers questions; {@code null} lets Microsoft do it */
    HeldWays(Answers answers, BiConsumer<Leaving, Exchange> listener) {
        this.answers = answers;
        this.listener = listener;
    }

    /** Before the first endpoint is made. */
    @Override
    public void onContextInitializing(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback(this);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        return endpoint instanceof HeldEndpoint || INSIDE.contains(scheme(endpoint.getEndpointUri()))
                ? endpoint
                : new HeldEndpoint(endpoint, this::take);
    }

    private void take(Exchange exchange, Endpoint real) throws Exception {
        PreparedRequest request = PreparedRequest.of(exchange).orElse(null);
        if (request == null) {
            listener.accept(
                    MAIL.contains(scheme(real.getEndpointUri())) ? HeldMails.letter(exchange, "smtp") : elsewhere(real),
                    exchange);
        } else if (request.mails()) {
            answer(exchange.getMessage(), 202, null); // noted where it was written, see HeldMails
        } else if (!request.reads()) {
            Message message = exchange.getMessage();
            byte[] body = message.getBody(byte[].class);
            String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            listener.accept(new Act(request.operation(), line(request), text), exchange);
            answer(message, 201, accepted(request, text));
        } else if (answers == null) {
            listener.accept(new Question(request.operation(), line(request), "the tenant"), exchange);
            ask(exchange, real);
        } else {
            Answers.Given given = given(request, exchange);
            listener.accept(new Question(request.operation(), line(request), given.from()), exchange);
            answer(exchange.getMessage(), 200, given.json());
        }
    }

    private Answers.Given given(PreparedRequest request, Exchange exchange) {
        try {
            return answers.to(request);
        } catch (DefenderRefusedException noAnswer) {
            PreparedRequest.takeBack(exchange); // as after a refusal of the service
            throw noAnswer;
        }
    }

    /** What the service would most likely say: that it will do it. */
    private static Map<String, Object> accepted(PreparedRequest request, String body) throws IOException {
        String[] path = request.path().split("/");
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("id", UUID.randomUUID().toString());
        action.put("type", request.operation().equals("isolate-device") ? "Isolate" : request.operation());
        action.put("status", "Pending");
        action.put("machineId", path[Math.max(0, path.length - 2)]);
        action.put(
                "requestorComment",
                JSON.readTree(body.isEmpty() ? "{}" : body).path("Comment").asText());
        return action;
    }

    private static void ask(Exchange exchange, Endpoint real) throws Exception {
        ServiceHelper.startService(real);
        Producer wire = real.createProducer();
        try {
            ServiceHelper.startService(wire);
            wire.process(exchange);
        } finally {
            ServiceHelper.stopAndShutdownService(wire);
        }
    }

    private static void answer(Message message, int status, Object json) throws Exception {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(json == null ? new byte[0] : JSON.writeValueAsBytes(json));
    }

    private static String line(PreparedRequest request) {
        return "%s %s%s"
                .formatted(
                        request.method(),
                        request.path(),
                        request.query().isEmpty() ? "" : "?" + decoded(request.query()));
    }

    private static String decoded(String query) {
        return URLDecoder.decode(query.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without what can be as good as a password: parameters, user, the path of a web hook. */
    private static Elsewhere elsewhere(Endpoint real) {
        String uri = real.getEndpointUri().replaceFirst("(?s)[?].*", "").replaceFirst("//[^/@]*@", "//");
        return new Elsewhere(uri.replaceFirst("^(https?:(//)?[^/]+/).+", "$1…"));
    }

    private static String scheme(String uri) {
        return uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    }

    /** For beans that send by themselves: what stands in their place. */
    Map<String, Object> beans() {
        HeldMails mails = new HeldMails(listener);
        return Map.of("smtp", mails.sender(), "alarmSmtp", mails.sender(), "mime", mails);
    }
}
