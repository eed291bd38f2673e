package io.github.defenderroutes.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What templates see of a run of a hunting query. Cells are foreign: cleaned, cut, and without links. */
final class HuntView {
    /** More columns than this nobody can read side by side; the CSV has them all. */
    private static final int COLUMNS = 6;

    private static final int CELL = 80;
    private static final int DEVICES = 100;

    private static final HuntReport NONE = new HuntReport(null, null, null, null, 0, 0, 0, null, null, null);

    private HuntView() {}

    /** Of {@code null} one in which nothing was found. */
    static Map<String, Object> of(HuntReport report) {
        HuntReport hunt = report == null ? NONE : report;
        var view = new HashMap<String, Object>();
        view.put("file", shown(hunt.file(), Fields.USUAL));
        view.put(
                "columns",
                hunt.columns().stream()
                        .limit(COLUMNS)
                        .map(name -> shown(name, CELL))
                        .toList());
        view.put("columnsMore", Math.max(0, hunt.columns().size() - COLUMNS));
        view.put(
                "rows",
                hunt.rows().stream()
                        .map(row -> row.stream()
                                .limit(COLUMNS)
                                .map(cell -> shown(cell, CELL))
                                .toList())
                        .toList());
        view.put("found", hunt.found());
        view.put("fresh", hunt.fresh());
        view.put("attached", hunt.attached());
        view.put("response", shown(hunt.response(), CELL));
        view.put(
                "devices",
                hunt.devices().stream().limit(DEVICES).map(HuntView::device).toList());
        view.put("devicesMore", Math.max(0, hunt.devices().size() - DEVICES));
        view.put("notes", hunt.notes().stream().map(note -> shown(note, 500)).toList());
        return view;
    }

    private static Map<String, Object> device(HuntReport.Device device) {
        var view = new HashMap<String, Object>();
        view.put("id", shown(device.id(), Fields.USUAL));
        view.put("outcome", shown(device.outcome(), CELL));
        view.put("because", device.because() == null ? null : shown(device.because(), 500));
        return view;
    }

    private static String shown(String text, int max) {
        return Plain.unlinked(Plain.line(Objects.requireNonNullElse(text, ""), max));
    }
}
