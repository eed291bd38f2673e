package io.github.defenderroutes.hunting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the answer to a query row by row, however many there are. Graph and Defender spell its fields differently. */
final class ResultReader {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<LinkedHashMap<String, Object>> ROW = new TypeReference<>() {};

    static {
        JSON.getFactory() // the whole answer has at most 50 MB
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(50_000_000)
                        .build());
    }

    /** Takes what is read. */
    interface Rows {
        /** Comes before the first row, and also if there is none. */
        void columns(List<Column> columns);

        void row(Map<String, Object> row);

        /** Comes after the last row. */
        void end();

        /** How many rows there were. */
        int found();
    }

    private final Rows rows;
    private List<Column> columns;
    private boolean found;

    private ResultReader(Rows rows) {
        this.rows = rows;
    }

    /** @throws DefenderUnavailableException if it is no such answer, or ends before its end */
    static void read(InputStream answer, Rows rows) throws IOException {
        ResultReader reader = new ResultReader(rows);
        try (JsonParser parser = JSON.getFactory().createParser(answer)) {
            reader.read(parser);
        } catch (JsonProcessingException e) {
            throw broken(e.getOriginalMessage(), e);
        }
        if (!reader.found) {
            throw broken("it has no results", null);
        }
        rows.end();
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw broken("it is no object", null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equalsIgnoreCase("schema")) {
                List<Column> named = schema(parser.readValueAsTree());
                if (!named.isEmpty()) {
                    begin(named);
                }
            } else if (field.equalsIgnoreCase("results") && parser.currentToken() == JsonToken.START_ARRAY) {
                found = true;
                results(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw broken("it ends in the middle", null);
        }
        if (columns == null) {
            begin(List.of());
        }
    }

    private void begin(List<Column> names) {
        columns = names;
        rows.columns(names);
    }

    private void results(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, Object> row = JSON.readValue(parser, ROW);
            if (columns == null) {
                begin(row.keySet().stream().map(name -> new Column(name, "")).toList());
            }
            rows.row(row);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw broken("a row is no object", null);
        }
    }

    private static List<Column> schema(JsonNode schema) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : schema) {
            columns.add(new Column(text(column, "name"), text(column, "type")));
        }
        return columns;
    }

    private static String text(JsonNode column, String name) {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return column.path(name).asText(column.path(capital).asText(""));
    }

    private static DefenderUnavailableException broken(String problem, Exception cause) {
        return new DefenderUnavailableException("The answer to the query is broken: " + problem, null, cause);
    }
}
