package io.github.defenderroutes.defender;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The last step of every call: the API's JSON as a {@code Map}, or the right exception. A Kamelet whose answers can be large
 * asks with the annotation {@code defender-routes/answer: stream} for the JSON as an {@code InputStream}, which Camel keeps
 * in a file once it is large, until the exchange ends; {@code unmarshal: json} makes a Map of it.
 */
public final class Answer implements Processor {
    /** The exchange property with the {@code Date} of the newest answer, an {@link Instant}; absent if it had none. */
    public static final String DATE = "defenderDate";

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Asked asked = Asked.of(exchange);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Instant answered = date(header(message, "Date"));
        Duration retryAfter = wait(header(message, "Retry-After"), answered);
        exchange.setProperty(DATE, answered);
        boolean good = status >= 200 && status < 300;
        Class<?> form = good && asked.kamelet().streams() ? InputStream.class : byte[].class;
        Object body = message.getBody(form);
        message.removeHeaders("*");
        if (status != 429) {
            asked.permit().answered();
        }
        if (body instanceof InputStream) {
            message.setBody(body);
        } else if (good) {
            boolean mayBeEmpty = asked.kamelet().acts() || status == 202 || status == 204;
            boolean isEmpty = mayBeEmpty && bytes(body).length == 0;
            message.setBody(isEmpty ? new LinkedHashMap<>() : json(asked.kamelet(), bytes(body)));
        } else {
            asked.restore(message);
            throw failure(asked, status, retryAfter, bytes(body));
        }
    }

    private static byte[] bytes(Object body) {
        return body == null ? new byte[0] : (byte[]) body;
    }

    private static Map<String, Object> json(KameletFile asked, byte[] body) {
        try {
            Map<String, Object> answer = JSON.readValue(body, OBJECT);
            if (answer == null) {
                throw new IOException("it is null");
            }
            return answer;
        } catch (IOException e) {
            throw new DefenderUnavailableException(
                    "%s's answer to %s is broken: %s"
                            .formatted(asked.api().title(), asked.operation(), firstLine(e.getMessage())),
                    null,
                    e);
        }
    }

    private static RuntimeException failure(Asked asked, int status, Duration retryAfter, byte[] body) {
        String code = "";
        String text = "";
        try {
            var error = JSON.readTree(body).path("error");
            code = error.path("code").asText("");
            text = error.path("message").asText("");
        } catch (IOException notJson) {
            text = "";
        }
        String shownCode = code.equals(String.valueOf(status)) ? "" : code;
        String said = (status + " " + shownCode + " " + firstLine(text))
                .trim()
                .replaceAll(" +", " ")
                .replaceFirst("\\.$", "");
        String operation = asked.kamelet().operation();
        Api api = asked.kamelet().api();
        if (status == 429) {
            return new DefenderThrottledException(
                    "%s is throttling %s: %s".formatted(api.title(), operation, said),
                    asked.permit().throttled(Throttling.read(retryAfter, text)));
        }
        if (status == 401) {
            return new DefenderUnavailableException(
                    "%s did not accept our token for %s, nor a fresh one: %s. To fix: check %s and that the app is enabled."
                            .formatted(api.title(), operation, said, api.scopeSetting()));
        }
        if (status == 408 || status >= 500 || status < 400) {
            return new DefenderUnavailableException(
                    "%s failed at %s: %s".formatted(api.title(), operation, said), retryAfter, null);
        }
        String fix = status == 403
                ? ". To fix: grant the app %s and give admin consent (README.md, Go live)"
                        .formatted(asked.kamelet().permission())
                : "";
        return new DefenderRefusedException(
                "%s refused %s: %s%s".formatted(api.title(), operation, said, fix), status, code);
    }

    /**
     * Seconds, whole or with a fraction, or an HTTP date, and never more than an hour, within which every quota is new;
     * {@code null} if there is none we can read.
     */
    private static Duration wait(String retryAfter, Instant answered) {
        if (retryAfter == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(retryAfter.trim());
            return Duration.ofMillis((long) (Math.min(Math.max(seconds, 0), LONGEST_WAIT.toSeconds()) * 1000));
        } catch (NumberFormatException notSeconds) {
            Instant date = date(retryAfter);
            if (date == null || answered == null) {
                return null;
            }
            Duration wait = Duration.between(answered, date);
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
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
