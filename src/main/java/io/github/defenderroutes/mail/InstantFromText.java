package io.github.defenderroutes.mail;

import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Instant;

/** Lets a plain ObjectMapper, without its time module, read our instants. */
final class InstantFromText extends StdConverter<String, Instant> {

    @Override
    public Instant convert(String text) {
        return text == null ? null : Instant.parse(text);
    }
}
