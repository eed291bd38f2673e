package io.github.defenderroutes.bench;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;

import io.github.defenderroutes.standin.StandIn;
import java.time.Duration;
import java.time.Instant;

/** The job that every program does: alerts that appear all at once, 30 % of them High, spread over 50 devices that are new. */
record Job(int batch, int alerts) {
    static final int DEVICES = 50;

    /** Returns when they appear: a poll after that finds all of them, one before finds none. */
    Instant announce(StandIn standIn) {
        for (int i = 0; i < DEVICES; i++) {
            standIn.tenant()
                    .add(aMachine(device(i)).name("ws-%d-%03d.corp.example".formatted(batch, i)).os("Windows11"));
        }
        Instant appears = Instant.now().plus(Duration.ofMillis(4_000 + alerts / 5));
        Instant first = Instant.now(); // later than every batch before, or the yardstick's cursor would lose them
        for (int i = 0; i < alerts; i++) {
            Instant time = first.plusNanos(i * 1_000L);
            standIn.tenant()
                    .add(anAlert(id(i))
                            .severity(i % 10 < 3 ? "High" : "Low")
                            .device(device(i / 10 % DEVICES))
                            .createdAt(time)
                            .updatedAt(time)
                            .visibleFrom(appears));
        }
        if (Instant.now().isAfter(appears)) {
            throw new IllegalStateException("The alerts were visible before all of them were there");
        }
        return appears;
    }

    String last() {
        return id(alerts - 1);
    }

    private String id(int number) {
        return "da%03d%06d_-1".formatted(batch, number);
    }

    private String device(int number) {
        return "%040x".formatted((long) batch * DEVICES + number + 1);
    }
}
