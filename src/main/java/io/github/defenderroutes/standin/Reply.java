package io.github.defenderroutes.standin;

import java.time.Duration;

/** An answer and what shall go wrong while it is delivered. */
record Reply(Answer answer, Damage damage, Duration dateSkew) {

    enum Damage {
        NONE,
        /** More bytes promised than sent, then the connection ends. */
        TRUNCATED,
        /** A TCP reset instead of an answer. */
        RESET
    }
}
