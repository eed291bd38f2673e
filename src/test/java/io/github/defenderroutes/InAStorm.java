package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Faults;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Many alerts at once, and no more calls than the documented quota. */
abstract class InAStorm {
    final Installation our = new Installation()
            .with("isolation.cap.per-hour", "off")
            .with("isolation.cap.per-day", "off")
            .with(
                    "isolation.settle",
                    "60s") // as shipped: what another alert learnt counts for longer than a test takes
            .with("mail.severities", "High");

    @BeforeEach
    void grantOnlyTheDocumentedQuota() {
        our.faults().quota(Faults.ANY, 100, 1_500);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    void medium(String id, String device) {
        our.device(device);
        our.tenant().add(anAlert(id).severity("Medium").device(device));
    }

    List<Call> calls() {
        return our.standIn.calls().stream()
                .filter(call -> !call.operation().equals("token"))
                .toList();
    }

    /** Looks at machine actions before a request. */
    List<Call> looks() {
        return calls().stream()
                .filter(call -> purpose(call).equals("list-machine-actions"))
                .toList();
    }

    /** The operation; what follow-isolations asks for, by time and not by device, is told apart. */
    static String purpose(Call call) {
        boolean follows = call.operation().equals("list-machine-actions")
                && !call.query().get("$filter").contains("machineId");
        return follows ? "follow" : call.operation();
    }

    Map<String, Long> byOperation() {
        return calls().stream().collect(Collectors.groupingBy(InAStorm::purpose, Collectors.counting()));
    }

    void assertIsolatedOnce(int devices) {
        assertThat(our.tenant().actions())
                .extracting(action -> action.get("machineId"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, devices).mapToObj(i -> "d" + i).toList());
    }
}
