package io.github.defenderroutes.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.PreparedRequest;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The shipped routes, rehearsed without any network. */
@TestInstance(Lifecycle.PER_CLASS)
class RehearsalTest implements Rehearsal.Listener {
    private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

    private Rehearsal rehearsal;

    @BeforeAll
    void load() {
        Map<String, String> values =
                new LinkedHashMap<>(Settings.signInBySecret("00000000-0000-4000-8000-00000000c0de", "not used"));
        values.putAll(Map.of(
                "defender.tenant-id", "00000000-0000-4000-8000-000000000001",
                "mail.host", "mail.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "isolation.mode", "enforce"));
        rehearsal = Rehearsal.offline(
                Settings.load(Path.of("config"), Map.of(), values), Path.of("routes"), RehearsalTest::answer, this);
    }

    @AfterAll
    void close() {
        rehearsal.close();
    }

    @Test
    void noEndpointLeadsOut() {
        play("da1");

        assertThat(rehearsal.camel().getEndpoints())
                .hasSizeGreaterThan(30)
                .allMatch(endpoint -> endpoint instanceof HeldEndpoint || isInside(endpoint));
        assertThat(rehearsal.camel().getEndpoints())
                .filteredOn(HeldEndpoint.class::isInstance)
                .isNotEmpty();
    }

    @Test
    void anAlertIsDecidedByTheRealRulesAtTheTimeGiven() {
        rehearsal.forget();

        assertThat(play("da1").getVariable("decision", Decision.class).outcome())
                .isEqualTo("isolate");
        assertThat(rehearsal.results())
                .extractingByKey("da1")
                .extracting(Summary::result)
                .isEqualTo("requested");
        assertThat(rehearsal.told(List.of("da1", "da2"))).containsExactly("da1");

        rehearsal.forget();
        Exchange late = rehearsal.play(alert("da1"), NOW.plusSeconds(86_400));
        assertThat(late.getVariable("decision", Decision.class).rule()).isEqualTo("alert-too-old");
    }

    @Test
    void whatWasForgottenNeverHappened() {
        rehearsal.forget();
        play("da1");
        play("da2");
        assertThat(rehearsal.results().get("da2").result())
                .as("attached to the first")
                .isEqualTo("requested");
        assertThat(play("da1").getVariable("decision")).as("done already").isNull();

        rehearsal.forget();

        assertThat(rehearsal.results()).isEmpty();
        assertThat(play("da1").getVariable("decision")).isNotNull();
    }

    private Exchange play(String id) {
        return rehearsal.play(alert(id), NOW);
    }

    private static Map<String, Object> alert(String id) {
        return Map.of(
                "id", id,
                "severity", "High",
                "status", "New",
                "title", "t",
                "machineId", "d1",
                "alertCreationTime", "2026-11-20T09:14:22Z");
    }

    private static Answers.Given answer(PreparedRequest question) {
        return switch (question.operation()) {
            case "get-device" -> new Answers.Given(device(), "the test");
            case "get-alert" -> new Answers.Given(alert(question.path().replaceFirst(".*/", "")), "the test");
            case "list-machine-actions" -> new Answers.Given(Map.of("value", List.of()), "the test");
            default -> throw new DefenderRefusedException("not known", 0, "");
        };
    }

    private static Map<String, Object> device() {
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("id", "d1");
        device.put("computerDnsName", "ws-1");
        device.put("osPlatform", "Windows11");
        device.put("onboardingStatus", "Onboarded");
        device.put("healthStatus", "Active");
        device.put("deviceValue", "Normal");
        device.put("mergedIntoMachineId", null);
        device.put("isExcluded", false);
        device.put("machineTags", List.of());
        return device;
    }

    private static boolean isInside(Endpoint endpoint) {
        return endpoint.getEndpointUri().matches("(bean|class|dataformat|direct|kamelet|language|log|mock):.*");
    }

    @Override
    public void passes(RouteNode node, Exchange exchange) {} // not of interest here

    @Override
    public void leaves(Leaving leaving, Exchange exchange) {} // likewise
}
