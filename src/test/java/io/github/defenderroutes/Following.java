package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** An installation that follows its isolations to their end. */
abstract class Following {
    static final Duration A_MINUTE = Duration.ofMinutes(1);

    final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    /** A High alert on this device; the request is accepted and stays pending until {@link #end}. */
    void isolate(String device) {
        our.tenant().react(device, Reaction.staysPending());
        our.alertOn(device);
        our.tick();
        assertThat(our.acceptedIsolationsOf(device)).isOne();
    }

    void end(String device, String status) {
        List<Map<String, Object>> isolations = our.tenant().acceptedIsolations(device);
        our.tenant().finish(isolations.get(isolations.size() - 1).get("id").toString(), status);
    }
}
