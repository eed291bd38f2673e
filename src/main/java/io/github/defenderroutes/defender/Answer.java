package io.github.defenderroutes.defender;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** The last step of every call: the API's JSON as a {@code Map}, or the right exception. */
public final class Answer implements Processor {
    /** The exchange property with the {@code Date} of the newest answer, an {@link Instant}; absent if it had none. */
    public static final String DATE = "defenderDate";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Asked asked = Asked.of(exchange);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String retryAfter = header(message, "Retry-After");
        exchange.setProperty(DATE, date(header(message, "Date")));
        byte[] body = message.getBody(byte[].class);
        message.removeHeaders("*");
        if (status >= 200 && status < 300) {
            message.setBody(json(asked.kamelet(), body == null ? new byte[0] : body));
        } else {
            asked.restore(message);
            throw failure(asked.kamelet(), status, retryAfter, body == null ? new byte[0] : body);
        }
    }

    private static Map<String, Object> json(KameletFile asked, byte[] body) {
        if (body.length == 0) {
            return new LinkedHashMap<>();
        }
        try {
            return JSON.readValue(body, OBJECT);
        } catch (IOException e) {
            throw new DefenderUnavailableException(
                    "Defender's answer to %s is broken: %s".formatted(asked.operation(), firstLine(e.getMessage())),
                    null,
                    e);
        }
    }

    private static RuntimeException failure(KameletFile asked, int status, String retryAfter, byte[] body) {
        String code = "";
        String text = "";
        try {
            var error = JSON.readTree(body).path("error");
            code = error.path("code").asText("");
            text = error.path("message").asText("");
        } catch (IOException notJson) {
            text = "";
        }
        String said = (status + " " + code + " " + firstLine(text)).trim().replaceAll(" +", " ");
        String operation = asked.operation();
        if (status == 429) {
            return new DefenderUnavailableException(
                    "Defender is throttling %s: %s".formatted(operation, said), wait(retryAfter), null);
        }
        if (status == 401) {
            return new DefenderUnavailableException(
                    "Defender did not accept our token for %s, nor a fresh one: %s. To fix: check defender.api-scope and that the app is enabled."
                            .formatted(operation, said));
        }
        if (status == 408 || status >= 500 || status < 400) {
            return new DefenderUnavailableException(
                    "Defender failed at %s: %s".formatted(operation, said), wait(retryAfter), null);
        }
        String fix = status == 403
                ? ". To fix: grant the app %s and give admin consent (README.md, Go live)".formatted(asked.permission())
                : "";
        return new DefenderRefusedException("Defender refused %s: %s%s".formatted(operation, said, fix), status, code);
    }

    /** Seconds, whole or with a fraction, or an HTTP date; {@code null} if there is none we can read. */
    private static Duration wait(String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        try {
            return Duration.ofMillis((long) (Double.parseDouble(retryAfter.trim()) * 1000));
        } catch (NumberFormatException notSeconds) {
            Instant date = date(retryAfter);
            return date == null ? null : Duration.between(Instant.now(), date);
        }
    }

    private static Instant date(String text) {
        try {
            return text == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim()));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String header(Message message, String name) {
        return message.getHeader(name, String.class); // Camel's headers ignore case
    }

    private static String firstLine(String text) {
        String line = text == null ? "" : text.lines().findFirst().orElse("");
        return line.length() <= 300 ? line : line.substring(0, 299) + "…";
    }
}
