package io.github.defenderroutes.hunting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** Values of a result as text. */
final class Cells {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cells() {}

    static String text(Object value) {
        if (value instanceof Map || value instanceof Collection) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("What was read as JSON cannot be written as such", e);
            }
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString().length() > 40 ? number.toString() : number.toPlainString();
        }
        return value == null ? "" : value.toString();
    }
}
