package io.github.defenderroutes.bench;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;

import io.github.defenderroutes.standin.StandIn;
import java.time.Instant;

/** The job both programs do: alerts waiting, 30 % of them High, spread over 50 devices. */
record Job(int alerts) {
    static final int DEVICES = 50;

    void fill(StandIn standIn) {
        for (int i = 0; i < DEVICES; i++) {
            standIn.tenant().add(aMachine(device(i)).name("ws-%03d.corp.example".formatted(i)).os("Windows11"));
        }
        Instant start = Instant.now().minusSeconds(600);
        for (int i = 0; i < alerts; i++) {
            Instant time = start.plusMillis(i * 100L);
            standIn.tenant()
                    .add(anAlert("da%06d_-1".formatted(i))
                            .severity(i % 10 < 3 ? "High" : "Low")
                            .device(device(i / 10 % DEVICES))
                            .createdAt(time)
                            .updatedAt(time));
        }
    }

    private static String device(int number) {
        return "%040x".formatted(number + 1);
    }
}
