package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.alert;
import static io.github.defenderroutes.isolation.TestDevice.device;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.OpenRules;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Isolating one device, at 2026-11-20T09:00:00Z by a clock that stands. */
abstract class OnOneDevice {
    static final Duration SETTLED = Duration.ofSeconds(61);
    static final String YESTERDAY = "2026-11-19T09:00:00Z";

    final HandClock clock = new HandClock();
    final TestLedger database = new TestLedger();
    final Ledger ledger = database.start(clock);
    final Isolations isolations = ledger.isolations();
    final Approvals approvals = ledger.approvals();
    final IsolateDevice isolateDevice = isolateDevice();

    @AfterEach
    void close() {
        database.close();
    }

    Isolation sent(String alertId) {
        Isolation record = decide(alertId, list(action("Unisolate", "Failed", YESTERDAY, YESTERDAY)));
        assertThat(isolations.send(ID)).isTrue();
        return record;
    }

    Isolation requested(String alertId) {
        Isolation record = sent(alertId);
        return isolateDevice.accepted(record, ourAction(record, "Pending", minutesAgo(0), minutesAgo(0)));
    }

    Map<String, Object> ourAction(Isolation record, String status, String created, String ended) {
        var action = action("Isolate", status, created, ended);
        action.put("id", "action-of-" + record.id().substring(0, 8));
        action.put("requestorComment", isolateDevice.comment(record));
        return action;
    }

    Isolation begin(String alertId) {
        return Isolation.unwritten(ID, alertId, "Full", "new", null);
    }

    Isolation decide(String alertId, Map<String, Object> actions) {
        return decide(alertId, actions, clock.millis());
    }

    Isolation decide(String alertId, Map<String, Object> actions, long lookedAt) {
        return isolateDevice.decide(begin(alertId), freshAlert(alertId), device(), actions, lookedAt);
    }

    Map<String, Object> freshAlert(String id) {
        return alert(id, minutesAgo(0));
    }

    String minutesAgo(long minutes) {
        return Ticks.format(Ticks.of(clock.instant().minus(Duration.ofMinutes(minutes))));
    }

    IsolateDevice isolateDevice(String... changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "isolation.mode", "enforce"));
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        Settings settings = Settings.of(values);
        return new IsolateDevice(
                isolations,
                approvals,
                new KillSwitch(ledger, settings, clock),
                new Judge(settings, OpenRules.ISOLATE, clock),
                settings,
                clock);
    }
}
