package io.github.defenderroutes.hunting;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs), as many as fit. The cells are foreign: one that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
final class Csv {
    private static final Pattern FORMULA =
            Pattern.compile("^\\s*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*|^[\\t\\r\\n].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cc}&&[^\t\r\n]]");

    private final int mostBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int rows;
    private boolean full;

    Csv(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    void head(List<String> names) {
        bytes.writeBytes(("\uFEFF" + line(names)).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the row if it fits; after one that does not, none is added, so that what is missing is the end. */
    void row(List<String> cells) {
        byte[] line = full ? new byte[0] : line(cells).getBytes(StandardCharsets.UTF_8);
        full |= bytes.size() + line.length > mostBytes;
        if (!full) {
            bytes.writeBytes(line);
            rows++;
        }
    }

    int rows() {
        return rows;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String foreign) {
        String text = NOT_SHOWN.matcher(foreign).replaceAll("");
        boolean formula =
                FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
        String harmless = formula ? "'" + text : text;
        return harmless.matches("[^\",\r\n]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
