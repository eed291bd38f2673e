package io.github.defenderroutes.hunting;

import java.time.Duration;
import java.util.List;

/**
 * One file of {@code config/hunting}.
 *
 * @param name the file's name without {@code .kql}
 * @param cron when it runs, as a Quartz cron expression
 * @param mailTo who is mailed; empty for whoever {@code mail.to} names
 * @param devices what becomes of the devices in a result
 * @param deviceColumn where their ids stand
 * @param tag what they are tagged with
 * @param scanType {@code Quick} or {@code Full}
 * @param lookBack how far back the query looks
 * @param rowKey the columns that make a row what it is; empty for all but those that hold a time
 * @param text the query as it is sent: the whole file, so that line numbers in errors are those of the file
 */
public record HuntingQuery(
        String name,
        String title,
        String cron,
        String severity,
        List<String> mailTo,
        DeviceResponse devices,
        String deviceColumn,
        String tag,
        String scanType,
        Duration lookBack,
        List<String> rowKey,
        String text) {

    /** The look-back as the API takes it, such as {@code P7D} or {@code PT6H}. */
    public String timespan() {
        boolean wholeDays = lookBack.equals(Duration.ofDays(lookBack.toDays()));
        return wholeDays ? "P" + lookBack.toDays() + "D" : lookBack.toString();
    }

    /** What becomes of the devices: nothing, tag, scan, propose or isolate. */
    public String response() {
        return devices.word();
    }

    /** Whether a device may have to be cut off. */
    boolean proposesIsolation() {
        return devices == DeviceResponse.PROPOSE || devices == DeviceResponse.ISOLATE;
    }

    String file() {
        return name + QueryFile.ENDING;
    }
}
