package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is cut off now, and what was, to look at. */
public final class CutOffs {
    private static final String SELECT = "SELECT "
            + Stream.of(IsolationTable.COLUMNS.split(", *"))
                    .map(column -> "i." + column)
                    .collect(Collectors.joining(", "))
            + ", i.device_name, i.rule, i.release_after, i.release_at, a.severity, a.title"
            + " FROM defender_isolations i LEFT JOIN defender_isolation_alerts a"
            + " ON a.isolation_id = i.id AND a.alert_id = i.alert_id WHERE i.tenant = ? AND ";

    private final Database database;
    private final String tenant;
    private final WishTable wishes;

    CutOffs(Database database, String tenant) {
        this.database = database;
        this.tenant = tenant;
        this.wishes = new WishTable(tenant);
    }

    /** The open records, the oldest first. */
    public List<CutOff> open() {
        return rows("i.open_device IS NOT NULL ORDER BY i.decided_at, i.id");
    }

    /** Open and closed ones, the newest first, at most so many. */
    public List<CutOff> all(int most) {
        return rows("i.decided_at > 0 ORDER BY i.decided_at DESC, i.id LIMIT " + most);
    }

    /** The record with this id. */
    public Optional<CutOff> get(String isolationId) {
        return rows("i.id = ?", isolationId).stream().findFirst();
    }

    /**
     * What a person may mean by a word: the record with this id, or the open ones of the device with this id, with this
     * name, or with a name that begins so before its first dot.
     */
    public List<CutOff> named(String word) {
        Optional<CutOff> byId = get(word.toLowerCase(Locale.ROOT));
        if (byId.isPresent()) {
            return List.of(byId.get());
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        return open().stream()
                .filter(one -> {
                    String name =
                            one.deviceName() == null ? "" : one.deviceName().toLowerCase(Locale.ROOT);
                    return one.isolation().deviceId().equalsIgnoreCase(word)
                            || name.equals(wanted)
                            || name.startsWith(wanted + ".");
                })
                .toList();
    }

    private List<CutOff> rows(String condition, Object... values) {
        List<Object> all = new ArrayList<>(List.of(tenant));
        all.addAll(Arrays.asList(values));
        return database.transaction(c -> {
            List<CutOff> found = Database.query(c, CutOffs::row, SELECT + condition, all.toArray());
            Map<String, ReleaseWish> last = wishes.last(
                    c, found.stream().map(one -> one.isolation().id()).toList());
            return found.stream()
                    .map(one -> one.with(last.get(one.isolation().id())))
                    .toList();
        });
    }

    private static CutOff row(ResultSet row) throws SQLException {
        int severity = row.getInt("severity");
        return new CutOff(
                IsolationTable.row(row),
                row.getString("device_name"),
                row.getObject("severity") == null ? null : Severity.values()[severity],
                row.getString("title"),
                row.getString("rule"),
                row.getLong("release_after"),
                row.getLong("release_at"),
                null);
    }
}
