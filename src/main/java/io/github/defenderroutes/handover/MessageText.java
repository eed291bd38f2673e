package io.github.defenderroutes.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.Devices;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.apache.camel.WrappedFile;

/**
 * A message as it passes the queue: ids of alerts, one on a line, and nothing else. Whatever others bring is reduced to
 * that; also an object with a field {@code id}, as JSON or as a map.
 */
final class MessageText {
    private static final int LONGEST = Devices.GROUP * 401;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageText() {}

    static String of(List<String> ids) {
        return String.join("\n", ids);
    }

    /**
     * The ids in a message; none if it is blank, as one is that only tries whether the queue accepts it. Empty if the message
     * holds anything that cannot be an id, or more of them than we would send.
     */
    static Optional<List<String>> ids(Message message) {
        return body(message)
                .flatMap(MessageText::ids)
                .filter(ids -> ids.size() <= Devices.GROUP)
                .filter(ids -> ids.stream().allMatch(UnreadableAlert::isId));
    }

    private static Optional<List<String>> ids(String text) {
        return text.startsWith("{")
                ? id(text).map(List::of)
                : Optional.of(text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList());
    }

    /** As text, or its field {@code id}. What is neither text nor data is not asked what it makes of itself. */
    private static Optional<String> body(Message message) {
        Object body = message.getBody() instanceof Map<?, ?> fields ? fields.get("id") : message.getBody();
        boolean isText = body instanceof String
                || body instanceof byte[]
                || body instanceof InputStream
                || body instanceof WrappedFile<?>;
        String text = isText ? converter(message).convertTo(String.class, message.getExchange(), body) : null;
        return Optional.ofNullable(text).filter(ids -> ids.length() <= LONGEST).map(String::strip);
    }

    private static TypeConverter converter(Message message) {
        return message.getExchange().getContext().getTypeConverter();
    }

    private static Optional<String> id(String json) {
        try {
            JsonNode id = JSON.readTree(json).get("id");
            return Optional.ofNullable(id).filter(JsonNode::isTextual).map(JsonNode::textValue);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
