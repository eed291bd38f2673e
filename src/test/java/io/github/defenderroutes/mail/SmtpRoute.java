package io.github.defenderroutes.mail;

import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that sends as send-mail does: through Camel's smtp endpoint with our sender. */
final class SmtpRoute implements AutoCloseable {

    static final RenderedMail MAIL =
            new RenderedMail("Höchste – ⚠ Überfall", "Grüße – text\n", "<p>Grüße – html</p>\n");

    private final DefaultCamelContext camel = new DefaultCamelContext();

    SmtpRoute(SmtpSender sender) throws Exception {
        camel.getRegistry().bind("smtp", sender);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:send").to("smtp:mail.invalid:25?javaMailSender=#bean:smtp");
            }
        });
        camel.start();
    }

    static Envelope envelope(String messageId) {
        return new Envelope(
                messageId,
                Instant.parse("2026-11-20T09:28:30Z"),
                "Defender Routes <routes@corp.example>",
                List.of("soc@corp.example", "Jörg <joerg@corp.example>"),
                List.of("a-1", "a-2"),
                "alert");
    }

    /** @return why it failed, or null */
    Exception send(String messageId) {
        return send(MAIL, envelope(messageId));
    }

    Exception send(RenderedMail mail, Envelope envelope) {
        return camel.createProducerTemplate()
                .send("direct:send", exchange -> {
                    leftovers(exchange);
                    MailHeaders.fill(exchange, mail, envelope);
                })
                .getException();
    }

    /** What may stand in an exchange before; nothing of it may reach the mail. */
    private static void leftovers(Exchange exchange) {
        exchange.getMessage().setHeader("Authorization", "Bearer secret");
        exchange.getMessage().setHeader("Bcc", "thief@evil.example");
        exchange.getMessage().setHeader("mail.smtp.starttls.required", "false");
        exchange.getMessage().setHeader("mail.smtp.host", "evil.example");
    }

    @Override
    public void close() {
        camel.stop();
    }
}
