package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An installation where a person decides, and the two who do. */
abstract class AskingFirst {
    static final Actor ADA = Actor.command("ada");
    static final Actor GRACE = Actor.command("grace");
    static final Duration A_MINUTE = Duration.ofMinutes(1);

    final Installation our = new Installation();

    @BeforeEach
    void askFirst() {
        our.with("isolation.mode", "approve").with("approval.by", "command");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    /** Asks about a device for an alert, as its run would at this moment. */
    void ask(String deviceId, String alertId, int people, String model) {
        our.app()
                .ledger()
                .approvals()
                .ask(
                        new Question(
                                deviceId,
                                deviceId + ".corp.example",
                                alertId,
                                Severity.HIGH,
                                "A title",
                                0,
                                "a-rule",
                                "Because",
                                false,
                                people,
                                model,
                                Duration.ofHours(4)),
                        Telling.NOTHING,
                        Telling.NOTHING);
    }

    ApprovalDesk desk() {
        return our.app().desk().approvals();
    }

    /** The only open case. */
    Approval waiting() {
        assertThat(desk().list(true, 10)).hasSize(1);
        return desk().list(true, 10).get(0);
    }

    void approve(String deviceId) {
        String id = desk().list(true, 10).stream()
                .filter(one -> one.deviceId().equals(deviceId))
                .findFirst()
                .orElseThrow()
                .id();
        desk().approve(List.of(id), ADA, null);
    }

    Verdict approve(Actor person) {
        return desk().approve(List.of(waiting().id()), person, null).get(0);
    }
}
