package io.github.defenderroutes.gate;

import java.util.Optional;

/** What can stop every change of the tenant at once, whatever the mode allows. */
@FunctionalInterface
public interface Stop {
    /**
     * Why nothing may be changed now, as the end of a sentence; empty while it may.
     *
     * @throws RuntimeException if nobody can say; then nothing may be changed either
     */
    Optional<String> objection();
}
