package io.github.defenderroutes.defender;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A request as one of the connector's Kamelets has prepared it, past budget and gate and right before the wire; for whoever
 * stands there in the wire's place.
 *
 * @param operation such as {@code isolate-device}
 * @param mails whether it is a mail by Microsoft Graph
 * @param method GET, POST and so on
 * @param path as it will be sent, encoded, from its first slash
 * @param query encoded; empty if there is none
 */
public record PreparedRequest(String operation, boolean mails, String method, String path, String query) {
    private static final String SEND_MAIL = "send-mail";

    /** The request that stands in this exchange's message; empty if no Kamelet of the connector's has put it there. */
    public static Optional<PreparedRequest> of(Exchange exchange) {
        Message message = exchange.getMessage();
        Asked asked = Asked.of(exchange);
        if (asked == null || message.getHeader(DefenderHttp.PASS) == null) {
            return Optional.empty();
        }
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        return Optional.of(new PreparedRequest(
                asked.kamelet().operation(),
                asked.kamelet().operation().equals(SEND_MAIL)
                        && !asked.kamelet().acts(),
                message.getHeader(Exchange.HTTP_METHOD, String.class),
                message.getHeader(Exchange.HTTP_PATH, String.class),
                query == null ? "" : query));
    }

    /** Whether it can be nothing but a question, whatever its Kamelet says of itself. */
    public boolean reads() {
        return "GET".equals(method);
    }

    /** Puts the message back as it was before the Kamelet was called; for a request that will not be sent. */
    public static void takeBack(Exchange exchange) {
        Asked.of(exchange).restore(exchange.getMessage());
    }
}
