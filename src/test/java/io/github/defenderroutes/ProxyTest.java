package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.signin.ConnectProxy;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.StandIn;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sign-in and Defender's API through {@code defender.proxy}, with the real application. */
class ProxyTest {
    private static final String PASSWORD = "pr0xy-Passw0rd";

    private final StandIn standIn = StandIn.start();
    private final ConnectProxy proxy = new ConnectProxy();

    @AfterEach
    void close() {
        proxy.close();
        standIn.close();
    }

    @Test
    void everythingGoesThroughTheProxyAndNoTokenIsShownToIt() throws Exception {
        assertThat(pollThrough()).isTrue();

        assertThat(proxy.heads()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(head -> assertThat(head)
                .startsWith("CONNECT localhost:" + standIn.url().getPort() + " ")
                .doesNotContainIgnoringCase("\nAuthorization:")
                .doesNotContain("Proxy-Authorization"));
        assertThat(standIn.calls("isolate")).hasSize(1);
    }

    @Test
    void aProxyThatAsksIsToldTheUserAndNobodyElseIs() throws Exception {
        proxy.asksFor("svc-defender", PASSWORD);

        assertThat(pollThrough("defender.proxy.username", "svc-defender", "defender.proxy.password", PASSWORD))
                .isTrue();

        assertThat(standIn.calls("isolate")).hasSize(1);
        assertThat(standIn.calls())
                .allSatisfy(call -> assertThat(call.headers()).doesNotContainKey("Proxy-Authorization"));
    }

    @Test
    void aProxyThatAsksAndIsToldNothingOrSomethingWrongIsNamed() throws Exception {
        proxy.asksFor("svc-defender", PASSWORD);
        try (LogProbe log = new LogProbe()) {
            assertThat(pollThrough()).isFalse();
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.startsWith("The proxy %s does not let us through: 407 ".formatted(proxy.url()))
                                    && line.contains("set defender.proxy.username and DEFENDER_PROXY_PASSWORD"));
        }
        try (LogProbe log = new LogProbe()) {
            String wrong = "wr0ng-Passw0rd";
            assertThat(pollThrough("defender.proxy.username", "svc-defender", "defender.proxy.password", wrong))
                    .isFalse();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("check defender.proxy.username and DEFENDER_PROXY_PASSWORD"))
                    .noneMatch(line -> line.contains(wrong));
        }
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void whatTheProxyRefusesAfterSignInIsNotTakenForDefendersAnswer() throws Exception {
        proxy.refusesAllBut(1, "403 Forbidden");
        try (LogProbe log = new LogProbe()) {
            assertThat(pollThrough()).isFalse();

            assertThat(log.lines())
                    .anyMatch(line ->
                            line.contains("does not let us through: 403 Forbidden. To fix: let it allow CONNECT"))
                    .noneMatch(line -> line.contains("grant the app"));
        }
        assertThat(standIn.calls()).extracting(Call::operation).containsExactly("token");
    }

    /** Whether a poll, and the handling of one alert, went well. */
    private boolean pollThrough(String... changes) throws Exception {
        standIn.tenant().add(aMachine("d-1")).add(anAlert("da1_-1").device("d-1"));
        String[] own = Stream.concat(Stream.of("defender.proxy", proxy.url()), Stream.of(changes))
                .toArray(String[]::new);
        try (DefenderRoutes app = Application.on(standIn, Application.memory("proxy-" + UUID.randomUUID()), own)) {
            app.runOnce();
            return !app.hasProblems();
        }
    }
}
