package io.github.defenderroutes.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file whole, or says in one sentence why it cannot. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    static String read(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw failure(file, "is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            throw failure(file, "cannot be read", "let this process read it, and check that it is a file");
        }
    }

    static SettingsException failure(Path file, String problem, String remedy) {
        return new SettingsException("Cannot start: %s %s. To fix: %s.".formatted(file, problem, remedy));
    }
}
