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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Notes what came to a way out, and lets nothing leave.
 *
 * <p>The one exception is a live rehearsal, in which a GET that a Kamelet of the connector's has prepared goes to Microsoft.
 * What goes is decided here by the method and the host of the request, and not by what the Kamelet says of itself.
 */
final class HeldWays {
    private static final Set<String> MAIL = Set.of("smtp", "smtps", "imap", "imaps", "pop3", "pop3s");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Answers answers;
    private final Set<String> apis;
    private final BiConsumer<Leaving, Exchange> listener;

    /**
     * @param answers what answers questions; {@code null} lets Microsoft do it
     * @param apis base URLs of Microsoft's APIs; nobody else is asked
     */
    HeldWays(Answers answers, Collection<String> apis, BiConsumer<Leaving, Exchange> listener) {
        this.answers = answers;
        this.apis = apis.stream().map(HeldWays::host).collect(Collectors.toSet());
        this.listener = listener;
    }

    private void take(Exchange exchange, Endpoint real) throws Exception {
        PreparedRequest request = PreparedRequest.of(exchange).orElse(null);
        if (request == null) {
            listener.accept(
                    MAIL.contains(HeldEndpoints.scheme(real.getEndpointUri()))
                            ? HeldMails.letter(exchange, "smtp")
                            : elsewhere(real),
                    exchange);
        } else if (request.mails()) {
            answer(exchange.getMessage(), 202, null); // noted where it was written, see HeldMails
        } else if (!request.reads()) {
            Message message = exchange.getMessage();
            byte[] body = message.getBody(byte[].class);
            String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            listener.accept(new Act(request.operation(), line(request), text), exchange);
            answer(message, 201, accepted(request, text));
        } else if (answers == null && !apis.contains(host(asked(exchange, real)))) {
            listener.accept(elsewhere(real), exchange);
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

    private static String asked(Exchange exchange, Endpoint real) {
        return exchange.getMessage().getHeader(Exchange.HTTP_URI, real.getEndpointUri(), String.class);
    }

    /** Scheme, host and port. */
    private static String host(String url) {
        return url.replaceFirst("(?s)[?#].*", "")
                .replaceFirst("^([^:]*):/*", "$1://")
                .replaceFirst("(?s)(?<=[^:/])/.*", "")
                .toLowerCase(Locale.ROOT);
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

    /** What holds the endpoints, and what stands in the place of beans that send by themselves. */
    Map<String, Object> beans() {
        HeldMails mails = new HeldMails(listener);
        return Map.of(
                "defenderHeldWays",
                new HeldEndpoints(Set.of(), this::take),
                "smtp",
                mails.sender(),
                "alarmSmtp",
                mails.sender(),
                "mime",
                mails);
    }
}
