package io.github.defenderroutes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What an operator would read while a test runs: our lines from INFO on. */
final class LogProbe extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.github.defenderroutes");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    LogProbe() {
        start();
        ours.setLevel(Level.INFO);
        ours.addAppender(this);
    }

    List<String> lines() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    List<String> errors() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
            events.add(event);
        }
    }

    @Override
    public void close() {
        ours.detachAppender(this);
        ours.setLevel(null);
    }
}
