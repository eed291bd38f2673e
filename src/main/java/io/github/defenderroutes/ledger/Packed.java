package io.github.defenderroutes.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Long texts as the database keeps them: UTF-8, deflated. H2 writes text character by character and bytes at a stroke
 * (2.3.232, by Flight Recorder), and writes a row several times.
 */
final class Packed {
    private Packed() {}

    /** @return {@code null} for {@code null} */
    static byte[] pack(String text) {
        if (text == null) {
            return null;
        }
        var packed = new ByteArrayOutputStream();
        var fast = new Deflater(Deflater.BEST_SPEED);
        try (var deflated = new DeflaterOutputStream(packed, fast)) {
            deflated.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return packed.toByteArray();
    }

    /** @return {@code null} for {@code null} */
    static String unpack(byte[] packed) {
        if (packed == null) {
            return null;
        }
        try (var text = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
