package io.github.defenderroutes.recorded;

import java.util.function.Consumer;

/** Alerts that were recorded, and what is known of their devices. */
public interface Recording {
    /**
     * Reads the alerts, one after the other; none is kept.
     *
     * @throws RecordingException if something is not what it should be; what came before it has been read
     */
    void each(Consumer<RecordedAlert> reader);

    /** What is known of devices; while alerts are read, it may become more. */
    KnownDevices known();
}
