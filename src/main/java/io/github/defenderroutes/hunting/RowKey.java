package io.github.defenderroutes.hunting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What makes a row what it is: a hash of its values in the columns that count. */
final class RowKey {
    /** Half of SHA-256: of a billion rows no two meet by chance. */
    private static final int BYTES = 16;

    private final List<String> columns;
    private final MessageDigest digest;

    /**
     * @param wanted the columns that count; empty for all but those that hold a time
     * @throws HuntProblemException if the result lacks one of them: all rows would be the same
     */
    RowKey(List<String> wanted, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        wanted.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(missing -> {
            throw new HuntProblemException(
                    "row-key names the column %s, and the result has only %s. To fix: correct row-key, or let the query project it"
                            .formatted(missing, String.join(", ", names)));
        });
        List<String> lasting = columns.stream()
                .filter(column -> !column.isTime())
                .map(Column::name)
                .toList();
        this.columns = !wanted.isEmpty() ? wanted : lasting.isEmpty() ? names : lasting;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    String of(Map<String, Object> row) {
        for (String column : columns) {
            add(column);
            add(Cells.text(row.get(column)));
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    /** With its length, so that no two lists of values look the same. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
