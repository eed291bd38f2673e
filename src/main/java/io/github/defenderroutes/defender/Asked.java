package io.github.defenderroutes.defender;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What {@link Operation} leaves for {@link Answer}: which Kamelet asked, by what permit, and the message before it did. */
final class Asked {
    static final String PROPERTY = "defenderAsked";

    private final KameletFile kamelet;
    private final Permit permit;
    private final Object body;
    private final Map<String, Object> headers;

    Asked(KameletFile kamelet, Message before, Permit permit) {
        this.kamelet = kamelet;
        this.permit = permit;
        this.body = before.getBody();
        this.headers = new LinkedHashMap<>(before.getHeaders());
    }

    static Asked of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Asked.class);
    }

    KameletFile kamelet() {
        return kamelet;
    }

    Permit permit() {
        return permit;
    }

    /** Puts the message back, so that a route that catches a refusal goes on with the alert it had in hand. */
    void restore(Message message) {
        message.removeHeaders("*");
        message.setHeaders(headers);
        message.setBody(body);
    }
}
