package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request does is told by the request, above all where the gate lets it pass more freely than others. */
class EffectTest {
    private static final Map<String, String> IDS = Map.of("machineId", "d1", "actionId", "a1");

    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void aCancellationIsOneByItsRequestAndNamesTheActionOfItsPath() {
        assertThat(of("defender-tag-device-action", "POST /api/machineactions/{actionId}/cancel"))
                .returns("cancel-machine-action", Effect::operation)
                .satisfies(effect -> assertThat(effect.path()).containsEntry("actionId", "a1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/machines/{machineId}/restrictCodeExecution",
                "POST /api/machines/{machineId}/cancel",
                "POST /api/machines/{machineId}/runAntiVirusScan"
            })
    void whatOnlyCallsItselfACancellationOrAReleaseIsNone(String request) {
        assertThat(of("defender-cancel-machine-action-action", request))
                .returns("other-than-cancel-machine-action", Effect::operation);
        assertThat(of("defender-release-device-action", request))
                .returns("other-than-release-device", Effect::operation);
    }

    private Effect of(String kamelet, String request) {
        return Effect.of(KameletFile.read(camel, kamelet), request, IDS, Map.of());
    }
}
