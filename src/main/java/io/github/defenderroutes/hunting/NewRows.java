package io.github.defenderroutes.hunting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Of a result the rows that were not told before: all of them counted and remembered by their keys, as many as fit in the
 * CSV, and the first few as they are.
 */
final class NewRows implements ResultReader.Rows {
    static final int SHOWN = 20;

    private static final int AT_ONCE = 500;
    private static final int SHOWN_CELL = 500;

    private final HuntingQuery query;
    private final Function<Collection<String>, Set<String>> told;
    private final Csv csv;
    private final Map<String, Map<String, Object>> waiting = new LinkedHashMap<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> devices = new LinkedHashSet<>();
    private final List<List<String>> shown = new ArrayList<>();
    private List<String> names = List.of();
    private RowKey key;
    private int found;

    /** @param told of some keys those that were told before */
    NewRows(HuntingQuery query, int mostCsv, Function<Collection<String>, Set<String>> told) {
        this.query = query;
        this.csv = new Csv(mostCsv);
        this.told = told;
    }

    @Override
    public void columns(List<Column> columns) {
        names = columns.stream().map(Column::name).toList();
        if (!columns.isEmpty()) {
            key = new RowKey(query.rowKey(), columns);
        }
        csv.head(names);
    }

    @Override
    public void row(Map<String, Object> row) {
        found++;
        waiting.putIfAbsent(key.of(row), row);
        if (waiting.size() == AT_ONCE) {
            sift();
        }
    }

    @Override
    public void end() {
        sift();
    }

    private void sift() {
        Set<String> known = told.apply(waiting.keySet());
        waiting.forEach((rowKey, row) -> {
            if (!known.contains(rowKey) && keys.add(rowKey)) {
                add(row);
            }
        });
        waiting.clear();
    }

    private void add(Map<String, Object> row) {
        List<String> cells =
                names.stream().map(name -> Cells.text(row.get(name))).toList();
        csv.row(cells);
        if (shown.size() < SHOWN) {
            shown.add(cells.stream().map(NewRows::cut).toList());
        }
        String device = Cells.text(row.get(query.deviceColumn())).strip();
        if (!device.isEmpty()) {
            devices.add(device);
        }
    }

    private static String cut(String cell) {
        return cell.length() <= SHOWN_CELL ? cell : cell.substring(0, SHOWN_CELL - 1) + "…";
    }

    List<String> names() {
        return names;
    }

    @Override
    public int found() {
        return found;
    }

    /** The keys of the new rows. */
    Set<String> keys() {
        return keys;
    }

    List<List<String>> shown() {
        return shown;
    }

    /** The ids of the devices in the new rows. */
    Set<String> devices() {
        return devices;
    }

    Csv csv() {
        return csv;
    }
}
