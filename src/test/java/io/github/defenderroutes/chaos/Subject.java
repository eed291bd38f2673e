package io.github.defenderroutes.chaos;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The application under test, seen from outside. */
interface Subject extends AutoCloseable {
    /** Lets it work for a short while, starting it if it is down. */
    void work();

    /** Lets it work until this holds, or until nothing more is to be expected. */
    void workUntil(BooleanSupplier done);

    /** Ends it in order. */
    void stop();

    /** Ends it like a power cut, where that can be done. */
    void kill();

    /** How often that was done. */
    int kills();

    void pass(Duration time);

    /** What an operator would read, from WARN on. */
    List<String> log();

    @Override
    void close();
}
