package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static io.github.defenderroutes.isolation.TestDevice.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.isolation.MachineActions.Standing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineActionsTest {
    private static final String T1 = "2026-11-20T08:01:00Z";
    private static final String T2 = "2026-11-20T08:02:00Z";
    private static final String T3 = "2026-11-20T08:03:00Z";
    private static final String T4 = "2026-11-20T08:04:00Z";

    @Test
    void withoutActionsNothingIsKnown() {
        assertThat(standing(list())).isEqualTo(Standing.NOTHING);
    }

    @Test
    void anAnswerWithoutAListIsNotAnEmptyList() {
        assertThatThrownBy(() -> new MachineActions(Map.of(), ID)).isInstanceOf(DefenderUnavailableException.class);
        assertThatThrownBy(() -> new MachineActions(map("value", null), ID))
                .isInstanceOf(DefenderUnavailableException.class);
    }

    @Test
    void ofAPartOfTheListOnlyARunningActionIsBelieved() {
        var part = list(action("Unisolate", "Succeeded", T1, T1));
        part.put("@odata.nextLink", "https://next");
        assertThat(standing(part)).isEqualTo(Standing.UNCLEAR);

        var running = list(action("Isolate", "Pending", T1, T1));
        running.put("@odata.nextLink", "https://next");
        assertThat(standing(running)).isEqualTo(Standing.ISOLATING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress", "pending", "Frozen", ""})
    void whatIsNotKnownToHaveEndedIsRunning(String status) {
        assertThat(standing(list(action("Isolate", status, T1, T1)))).isEqualTo(Standing.ISOLATING);
        assertThat(standing(list(action("Unisolate", status, T1, T1)))).isEqualTo(Standing.RELEASING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "TimeOut"})
    void whatFailedSaysNothing(String status) {
        assertThat(standing(list(action("Isolate", status, T1, T1)))).isEqualTo(Standing.NOTHING);
        assertThat(standing(list(action("Isolate", "Succeeded", T1, T1), action("Unisolate", status, T2, T2))))
                .isEqualTo(Standing.ISOLATED);
    }

    @Test
    void theLastToTakeEffectDecidesInWhateverOrderTheyWereAskedForOrListed() {
        var slowIsolate = action("Isolate", "Succeeded", T1, T4);
        var release = action("Unisolate", "Succeeded", T2, T3);
        assertThat(standing(list(slowIsolate, release))).isEqualTo(Standing.ISOLATED);
        assertThat(standing(list(release, slowIsolate))).isEqualTo(Standing.ISOLATED);

        var slowRelease = action("Unisolate", "Succeeded", T1, T4);
        var isolate = action("Isolate", "Succeeded", T2, T3);
        assertThat(standing(list(slowRelease, isolate))).isEqualTo(Standing.RELEASED);
    }

    @Test
    void bothSpellingsOfTheLastUpdateAreRead() {
        var isolate = action("Isolate", "Succeeded", T1, null);
        isolate.put("lastUpdateTimeUtc", T4);

        assertThat(standing(list(isolate, action("Unisolate", "Succeeded", T2, T3))))
                .isEqualTo(Standing.ISOLATED);
    }

    @Test
    void aStuckIsolationStillCountsThoughAReleaseSucceededAfterIt() {
        assertThat(standing(list(action("Isolate", "Pending", T1, T1), action("Unisolate", "Succeeded", T2, T3))))
                .isEqualTo(Standing.ISOLATING);
    }

    @Test
    void theNewestOfTwoRunningDecides() {
        assertThat(standing(list(action("Isolate", "Pending", T1, T1), action("Unisolate", "Pending", T2, T2))))
                .isEqualTo(Standing.RELEASING);
    }

    @Test
    void anIsolationThatAPersonCancelledIsLikeARelease() {
        assertThat(standing(list(action("Isolate", "Cancelled", T1, T2)))).isEqualTo(Standing.RELEASED);
        assertThat(standing(list(action("Unisolate", "Cancelled", T1, T2)))).isEqualTo(Standing.NOTHING);
    }

    @Test
    void cancellingASecondIsolationDoesNotUndoTheFirst() {
        assertThat(standing(list(action("Isolate", "Succeeded", T1, T2), action("Isolate", "Cancelled", T3, T4))))
                .isEqualTo(Standing.ISOLATED);
    }

    @Test
    void actionsOfOtherDevicesAndTypesAreLeftAside() {
        var other = action("Isolate", "Succeeded", T1, T1);
        other.put("machineId", "another");
        var scan = action("RunAntiVirusScan", "Pending", T1, T1);
        Map<String, Object> odd = map("value", List.of(other, scan, "text", 7, Map.of("machineId", 3)));

        assertThat(standing(odd)).isEqualTo(Standing.NOTHING);
    }

    private static Standing standing(Map<String, Object> answer) {
        return new MachineActions(answer, ID.toUpperCase(Locale.ROOT)).look().standing();
    }
}
