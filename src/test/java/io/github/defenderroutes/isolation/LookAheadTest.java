package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.OpenRules;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock stands at 2026-11-20T09:00:00Z; isolation.fresh is 30 s and the mode is enforce. */
class LookAheadTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Isolations isolations = database.start(clock).isolations();
    private final Devices devices = new Devices(clock);
    private final LookAhead lookAhead = lookAhead();

    @AfterEach
    void close() {
        database.close();
    }

    // ---- groups

    @Test
    void devicesThatMayHaveToBeIsolatedComeFirstTwentyInAGroup() {
        List<Map<String, Object>> alerts = IntStream.range(0, 50)
                .mapToObj(i -> alert("a" + i, i % 2 == 0 ? "High" : "Medium", "d" + i))
                .toList();

        List<List<Map<String, Object>>> groups = lookAhead.groups(alerts, false);

        assertThat(groups).extracting(List::size).containsExactly(20, 5, 20, 5);
        assertThat(groups.get(0).get(19)).containsEntry("id", "a38");
        assertThat(groups.get(2).get(0)).containsEntry("id", "a1");
    }

    @Test
    void allAlertsOfADeviceAreInOneGroupHoweverItsIdIsSpelt() {
        List<Map<String, Object>> alerts =
                List.of(alert("medium", "Medium", "ABC"), alert("other", "Medium", "d1"), alert("high", "High", "abc"));

        assertThat(lookAhead.groups(alerts, false))
                .extracting(
                        group -> group.stream().map(alert -> alert.get("id")).toList())
                .containsExactly(List.of("medium", "high"), List.of("other"));
    }

    @Test
    void inAStormWhatIsolatesNothingIsOneGroup() {
        List<Map<String, Object>> alerts = IntStream.range(0, 100)
                .mapToObj(i -> alert("a" + i, "Medium", "d" + i))
                .toList();

        assertThat(lookAhead.groups(alerts, true)).hasSize(1);
    }

    @Test
    void alertsWithoutADeviceAreInAGroupToo() {
        List<Map<String, Object>> alerts =
                List.of(alert("high", "High", null), alert("odd", "High", ""), alert("medium", "Medium", "d1"));

        assertThat(lookAhead.groups(alerts, false).stream().flatMap(List::stream))
                .hasSize(3);
        assertThat(lookAhead.groups(List.of(), null)).isEmpty();
    }

    // ---- what is asked for

    @Test
    void aDeviceRequestedAMomentAgoIsNotLookedAtForTheNextAlerts() {
        requested("d1");
        devices.keep(map("id", "d1"));

        Ahead ahead = begin(alert("a", "High", "d1"), alert("b", "High", "d2"), alert("c", "High", "d3"));

        assertThat(ahead.getActionsOf()).containsExactly("d2", "d3");
        assertThat(ahead.getDeviceIds()).containsExactly("d2", "d3");
    }

    @Test
    void aDeviceRequestedLongerAgoOrDecidedOnAndNotSentIsLookedAt() {
        requested("d1");
        clock.pass(Duration.ofSeconds(60));
        isolations.request("d2", "a2", "Full", List.of());

        assertThat(begin(alert("a", "High", "d1"), alert("b", "High", "d2")).getActionsOf())
                .containsExactly("d1", "d2");
    }

    // ---- what is fresh

    @Test
    void whatWasReadAheadIsFreshForAsLongAsTheSettingSays() {
        Map<String, Object> alert = alert("a", "High", "d1");
        long readAt = clock.millis();
        Ahead ahead = begin(alert, alert("b", "High", "d2"));
        ahead.keepActions(Map.of("value", List.of()));
        devices.keep(map("id", "d1"));
        clock.pass(Duration.ofMillis(29_999));
        assertThat(lookAhead.freshAlert(ahead, readAt, alert, null)).isSameAs(alert);
        assertThat(lookAhead.freshDevice(map("id", "D1"))).isNotNull();
        assertThat(lookAhead.freshActions(ahead, map("id", "D1"))).isNotNull();
        clock.pass(Duration.ofMillis(1));

        assertThat(lookAhead.freshAlert(ahead, readAt, alert, null)).isNull();
        assertThat(lookAhead.freshDevice(map("id", "d1"))).isNull();
        assertThat(lookAhead.freshActions(ahead, map("id", "d1"))).isNull();
    }

    @Test
    void machineActionsThatWereNotAskedForOrNotAllAnsweredAreNotThere() {
        Ahead ahead = begin(alert("a", "High", "d1"), alert("b", "High", "d2"), alert("c", "Medium", "d3"));
        assertThat(lookAhead.freshActions(ahead, map("id", "d1"))).isNull();
        ahead.keepActions(Map.of("value", List.of(), "@odata.nextLink", "https://next"));
        assertThat(lookAhead.freshActions(ahead, map("id", "d1"))).isNull();
        ahead.keepActions(Map.of("value", List.of()));

        assertThat(lookAhead.freshActions(ahead, map("id", "d1"))).isNotNull();
        assertThat(lookAhead.freshActions(ahead, map("id", "d3"))).isNull();
        assertThat(lookAhead.freshActions(null, map("id", "d1"))).isNull();
    }

    @Test
    void theTimeOfALookAheadIsFromBeforeItsFirstQuestion() {
        long asked = clock.millis();
        Ahead ahead = begin(alert("a", "High", "d1"), alert("b", "High", "d2"));
        clock.pass(Duration.ofSeconds(10));
        ahead.keepActions(Map.of("value", List.of()));

        assertThat(lookAhead.lookedAt(ahead, lookAhead.freshActions(ahead, map("id", "d1"))))
                .isEqualTo(asked);
        assertThat(lookAhead.lookedAt(ahead, null)).isEqualTo(clock.millis());
    }

    @Test
    void anAlertOfWhichNobodySaysWhenItWasReadIsNotFresh() {
        assertThat(lookAhead.freshAlert(null, null, alert("a", "High", "d1"), null))
                .isNull();
    }

    // ---- when it failed

    @Test
    void afterAFailureForAllNoneIsAskedForAloneAndEachWaitsAsLongAsDefenderSaid() {
        Ahead ahead = begin(alert("a", "High", "d1"), alert("b", "High", "d2"));
        ahead.failed(new DefenderUnavailableException("throttled", Duration.ofSeconds(40), null));

        assertThatThrownBy(() -> lookAhead.mayAsk(ahead, alert("a", "High", "d1")))
                .isInstanceOfSatisfying(DefenderUnavailableException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(40)));
        assertThatThrownBy(() -> lookAhead.freshActions(ahead, map("id", "d1")))
                .isInstanceOf(DefenderUnavailableException.class);
    }

    @Test
    void aFailureOfTheNetworkIsOneOfTheWorld() {
        Ahead ahead = begin(alert("a", "High", "d1"), alert("b", "High", "d2"));
        lookAhead.failed(ahead, new IOException("reset"));

        assertThatThrownBy(() -> lookAhead.mayAsk(ahead, alert("a", "High", "d1")))
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageContaining("reset");
    }

    private Ahead begin(Map<?, ?>... alerts) {
        @SuppressWarnings("unchecked") // alerts have text keys
        List<Map<String, Object>> all = (List<Map<String, Object>>) (List<?>) List.of(alerts);
        return lookAhead.begin(all, clock.millis(), false);
    }

    private void requested(String device) {
        Isolation decided = isolations.request(device, "a0", "Full", List.of());
        assertThat(isolations.send(device)).isTrue();
        isolations.found(isolations.open(decided.deviceId()).orElseThrow(), "requested", true, "action", "pending");
    }

    private Map<String, Object> alert(String id, String severity, String device) {
        return map(
                "id",
                id,
                "severity",
                severity,
                "status",
                "New",
                "machineId",
                device,
                "alertCreationTime",
                Ticks.format(Ticks.of(clock.instant())));
    }

    private LookAhead lookAhead() {
        Settings settings = Settings.of(new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "isolation.mode", "enforce")));
        return new LookAhead(isolations, new Judge(settings, OpenRules.ISOLATE, clock), devices, settings, clock);
    }
}
