package io.github.defenderroutes.mail;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a mail tells of one run of a hunting query.
 *
 * @param file the name of its file
 * @param mailTo who is mailed; null or empty for whoever {@code mail.to} names
 * @param columns the names of all columns of the result
 * @param rows the first of the new rows, their cells in the order of {@code columns}
 * @param found how many rows the result has
 * @param fresh how many of them were not told before
 * @param attached how many of those are in the CSV
 * @param response what was to become of the devices: nothing, tag, scan, propose or isolate
 * @param devices what became of each
 * @param notes what else the reader must know, as sentences
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HuntReport(
        String file,
        List<String> mailTo,
        List<String> columns,
        List<List<String>> rows,
        int found,
        int fresh,
        int attached,
        String response,
        List<Device> devices,
        List<String> notes) {

    public HuntReport {
        mailTo = copy(mailTo);
        columns = copy(columns);
        rows = copy(rows);
        devices = copy(devices);
        notes = copy(notes);
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /**
     * A device in the result.
     *
     * @param outcome a word: {@code tagged}, {@code scan-requested}, {@code would-tag}, {@code would-scan}, {@code failed},
     *     an outcome of the judge, or a state of an isolation
     * @param because why, or null
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Device(String id, String outcome, String because) {}
}
