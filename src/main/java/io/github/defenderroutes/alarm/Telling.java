package io.github.defenderroutes.alarm;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/** What is to be said of one kind of thing in one way, and what has been. */
interface Telling {
    String kind();

    /** What is to be said now; the same until it is {@link #said}. Must neither fail nor wait for long. */
    Optional<Alarm> due(Instant now);

    void said(Alarm alarm, Instant now);

    /** It could not be said, and is due again in a while. */
    void notSaid(Instant now);

    /** Says it in the log, if that is worth a line there. */
    void log(Alarm alarm, Logger log);
}
