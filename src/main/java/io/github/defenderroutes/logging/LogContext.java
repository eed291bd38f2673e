package io.github.defenderroutes.logging;

import org.slf4j.MDC;

/** What every line of the log says besides its text while this thread is at work on an alert: {@code alertId}, {@code deviceId}. */
public final class LogContext {
    private static final String ALERT = "alertId";
    private static final String DEVICE = "deviceId";

    private LogContext() {}

    /** From now on this thread works on that alert. */
    public static void begin(String alertId, String deviceId) {
        put(ALERT, alertId);
        device(deviceId);
    }

    /** From now on it works on that device of the alert; {@code null} for none. */
    public static void device(String deviceId) {
        put(DEVICE, deviceId);
    }

    /** From now on this thread works on none. */
    public static void end() {
        MDC.remove(ALERT);
        MDC.remove(DEVICE);
    }

    /** Logs something about one alert and device, wherever it is. */
    public static void about(String alertId, String deviceId, Runnable logging) {
        String alertBefore = MDC.get(ALERT);
        String deviceBefore = MDC.get(DEVICE);
        begin(alertId, deviceId);
        try {
            logging.run();
        } finally {
            begin(alertBefore, deviceBefore);
        }
    }

    private static void put(String key, String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
