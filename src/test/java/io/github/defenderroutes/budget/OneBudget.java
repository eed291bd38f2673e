package io.github.defenderroutes.budget;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

/** A budget on a database of its own, by a clock that moves when told. */
abstract class OneBudget {
    static final OperationQuota DEFAULT = new OperationQuota(Api.DEFENDER, OptionalInt.empty(), OptionalInt.empty());

    final HandClock clock = new HandClock();
    final TestLedger database = new TestLedger();

    final Map<String, String> settings = new HashMap<>(Map.of(
            "defender.tenant-id", TestLedger.TENANT,
            "defender.client-id", "00000000-0000-4000-8000-00000000c0de",
            "defender.client-secret", "secret",
            "mail.host", "mail.corp.example",
            "mail.from", "us@corp.example",
            "mail.to", "soc@corp.example"));

    @AfterEach
    void close() {
        database.close();
    }

    Budget allowing(int perMinute, int perHour) {
        return new Budget(database.start(clock).calls(), settings(perMinute, perHour), new Meters(), clock);
    }

    Settings settings(int perMinute, int perHour) {
        settings.put("defender.quota.per-minute", String.valueOf(perMinute));
        settings.put("defender.quota.per-hour", String.valueOf(perHour));
        return Settings.of(settings);
    }

    static Permit respond(Budget budget) {
        return budget.ask("isolate-device", QuotaClass.RESPOND, DEFAULT);
    }

    static void answered(Budget budget, int calls) {
        for (int i = 0; i < calls; i++) {
            respond(budget).answered();
        }
    }

    /** How many calls of this class there is room for. */
    static int made(Budget budget, QuotaClass quotaClass) {
        int made = 0;
        try {
            while (true) {
                budget.ask("isolate-device", quotaClass, DEFAULT).answered();
                made++;
            }
        } catch (BudgetExhaustedException full) {
            return made;
        }
    }

    static Duration untilRoom(Budget budget) {
        try {
            respond(budget);
            return Duration.ZERO;
        } catch (BudgetExhaustedException e) {
            return e.retryAfter().orElseThrow();
        }
    }
}
