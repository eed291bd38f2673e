package io.github.defenderroutes.run;

import java.util.Optional;
import org.apache.camel.Exchange;

/** Marks an exchange that handles an alert again as it was, so that mail and history say so. */
public final class AsItWas {
    /** The fact that mails show. */
    static final String FACT = "handledAgain";

    private static final String PROPERTY = "defenderAsItWas";

    private AsItWas() {}

    /** @param told when it was so and who wants it again, for people */
    public static void mark(Exchange exchange, String told) {
        exchange.setProperty(PROPERTY, told);
    }

    static Optional<String> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, String.class));
    }
}
