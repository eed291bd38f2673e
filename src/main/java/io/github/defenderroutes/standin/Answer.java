package io.github.defenderroutes.standin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One answer before it goes on the wire; the connection adds Date, framing and compression. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final String ODATA = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    /** A success of the API, with the headers captured from it. */
    static Answer odata(int status, Object value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", ODATA);
        headers.put("OData-Version", "4.0");
        headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        return new Answer(status, headers, Json.bytes(value));
    }

    static Answer json(int status, Object value) {
        return text(status, JSON, new String(Json.bytes(value), StandardCharsets.UTF_8));
    }

    static Answer text(int status, String contentType, String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Answer(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, new LinkedHashMap<>(), new byte[0]);
    }

    /** An error of the API: documented shape, {@code target} is a correlation id. */
    static Answer error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("target", UUID.randomUUID().toString());
        return json(status, Map.of("error", error));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    Answer withBody(byte[] other) {
        return new Answer(status, headers, other);
    }
}
