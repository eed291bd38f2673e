package io.github.defenderroutes.recorded;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with objects of the API, read one by one: a single object, a list {@code {"value": [...]}} or {@code [...]}, or
 * several of these one after the other, as in a file with an object on each line.
 */
final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String LIST = "value";

    private final Path file;

    JsonFile(Path file) {
        this.file = file;
    }

    /** Hears of each object. */
    @FunctionalInterface
    interface Reader {
        /** @param where it stands in the file, for people: {@code $.value[3]} */
        void read(Map<String, Object> object, JsonLocation place, String where);
    }

    /** @throws RecordingException if it is no JSON, or holds something that is no object */
    void each(Reader reader) {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                root(parser, reader);
            }
        } catch (JsonProcessingException e) {
            throw RecordingException.at(file, e.getLocation(), "this is no JSON: %s".formatted(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new RecordingException("%s cannot be read: %s".formatted(file, e));
        }
    }

    private void root(JsonParser parser, Reader reader) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            list(parser, "$", reader);
        } else {
            object(parser, reader);
        }
    }

    /** A list is read entry by entry, however long; only what stands around it is kept. */
    private void object(JsonParser parser, Reader reader) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        expectObject(parser, "$");
        Map<String, Object> object = new LinkedHashMap<>();
        boolean isList = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && field.equals(LIST)) {
                isList = true;
                list(parser, "$." + LIST, reader);
            } else {
                object.put(field, JSON.readValue(parser, Object.class));
            }
        }
        if (!isList) {
            reader.read(object, place, "$");
        }
    }

    private void list(JsonParser parser, String where, Reader reader) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            String entry = "%s[%d]".formatted(where, i);
            JsonLocation place = parser.currentTokenLocation();
            expectObject(parser, entry);
            reader.read(JSON.readValue(parser, OBJECT), place, entry);
        }
    }

    private void expectObject(JsonParser parser, String where) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RecordingException.at(
                    file,
                    parser.currentTokenLocation(),
                    "%s is %s and no object. To fix: give alerts as Defender's API answers them, one or {\"value\": [...]}."
                            .formatted(where, word(parser.currentToken())));
        }
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "a number";
        };
    }
}
