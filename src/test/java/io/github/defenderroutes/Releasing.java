package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Releases.Outcome;
import io.github.defenderroutes.release.ReleaseDesk;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** An installation that lets devices back in, and a person who asks for it. */
abstract class Releasing {
    static final Duration A_MINUTE = Duration.ofMinutes(1);
    static final Actor JANE = Actor.command("jane");

    final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    void isolated(String device) {
        our.alertOn(device);
        our.tick().tickAfter(A_MINUTE);
        assertThat(our.kindsOfCourse("alert-" + device)).containsExactly("isolated");
    }

    Outcome request(String device) {
        return releases()
                .request(isolation(device).isolation().id(), JANE, "it was a false alarm")
                .outcome();
    }

    ReleaseDesk releases() {
        our.app().openLedger();
        return our.app().desk().releases();
    }

    CutOff isolation(String device) {
        return releases().list().stream()
                .filter(one -> one.isolation().deviceId().equals(device))
                .findFirst()
                .orElseThrow();
    }

    List<Call> requestsToRelease() {
        return our.standIn.calls("unisolate");
    }

    List<Audit.Entry> audit() {
        List<Audit.Entry> entries = new ArrayList<>();
        our.app().ledger().audit().since(Instant.EPOCH, entries::add);
        return entries;
    }

    ReceivedMail last(String alertId) {
        List<ReceivedMail> course = our.courseOf(alertId);
        return course.get(course.size() - 1);
    }
}
