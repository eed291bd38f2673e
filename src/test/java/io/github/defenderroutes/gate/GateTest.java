package io.github.defenderroutes.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.ledger.Together;
import io.github.defenderroutes.settings.NamedActions;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Map<String, String> DEVICE = Map.of("machineId", "d1");

    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(new HandClock());
    private final Isolations isolations = ledger.isolations();

    /** What the kill switch says. */
    private String objection;

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "dry-run"})
    void onlyEnforceLetsAnIsolationPassAndTheDecisionStays(String mode) {
        decide();

        assertThatThrownBy(() -> gate(mode).pass("isolate-device", DEVICE))
                .isInstanceOf(GateClosedException.class)
                .hasMessage("isolate-device was not sent: isolation.mode = " + mode
                        + ". To fix: set isolation.mode = enforce.");
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("requesting");
    }

    @Test
    void inApproveOnlyAnIsolationPassesThatAPersonHasApprovedAndOnlyOnce() {
        decide();
        assertThatThrownBy(() -> gate("approve").pass("isolate-device", DEVICE))
                .isInstanceOf(GateClosedException.class)
                .hasMessage(
                        "isolate-device was not sent: isolation.mode = approve, and nobody has approved to isolate this"
                                + " device. To fix: let a person approve it, see the command approvals.");
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("requesting");

        Approval approved = approve("d2");
        ledger.approvals().carryOut(approved, null, "a", "Full").orElseThrow();

        assertThatCode(() -> gate("approve").pass("isolate-device", Map.of("machineId", "d2")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> gate("approve").pass("isolate-device", Map.of("machineId", "d2")))
                .isInstanceOf(GateClosedException.class);
        assertThatThrownBy(() -> gate("approve").pass("scan-device", Map.of("machineId", "d2")))
                .isInstanceOf(GateClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "dry-run"})
    void whatWasApprovedDoesNotPassWhereNothingMay(String mode) {
        ledger.approvals().carryOut(approve("d1"), null, "a", "Full").orElseThrow();

        assertThatThrownBy(() -> gate(mode).pass("isolate-device", DEVICE)).isInstanceOf(GateClosedException.class);
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("requesting");
    }

    @Test
    void withoutADecisionNoIsolationPasses() {
        assertThatThrownBy(() -> gate("enforce").pass("isolate-device", DEVICE))
                .hasMessage(
                        "isolate-device was not sent: no decision to isolate this device is waiting to be carried out."
                                + " To fix: call the route isolate-device instead of the Kamelet.");
        assertThatThrownBy(() -> gate("enforce").pass("isolate-device", Map.of()))
                .isInstanceOf(GateClosedException.class);
    }

    @Test
    void ofManyCallsOnOneDecisionOnePasses() throws Exception {
        decide();
        Gate gate = gate("enforce");

        List<Boolean> passed = Together.run(8, () -> {
            try {
                gate.pass("isolate-device", DEVICE);
                return true;
            } catch (GateClosedException e) {
                return false;
            }
        });

        assertThat(passed).containsOnlyOnce(true);
    }

    @Test
    void aDeviceThatWeIsolatedIsReleasedOnceInAnyMode() {
        decide();
        isolations.send("d1");
        isolations.found(isolations.open("d1").orElseThrow(), "isolated", true, "action", "succeeded");

        assertThatCode(() -> gate("off").pass("release-device", DEVICE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gate("enforce").pass("release-device", DEVICE))
                .hasMessage(
                        "release-device was not sent: the device is not isolated by us. To fix: release it in the portal.");
    }

    @Test
    void aDeviceThatSomeoneElseIsolatedIsNotReleased() {
        isolations.attach("d1", "a", "Full", "isolated", "action", "succeeded");

        assertThatThrownBy(() -> gate("enforce").pass("release-device", DEVICE))
                .isInstanceOf(GateClosedException.class);
    }

    @Test
    void anyOtherActingCallPassesOnlyInEnforce() {
        assertThatCode(() -> gate("enforce").pass("scan-device", DEVICE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gate("dry-run").pass("scan-device", DEVICE)).isInstanceOf(GateClosedException.class);
    }

    @Test
    void whatCanDoLastingHarmPassesOnlyIfItIsNamed() {
        for (String operation : NamedActions.ALL) {
            assertThatThrownBy(() -> gate("enforce").pass(operation, DEVICE))
                    .isInstanceOf(GateClosedException.class)
                    .hasMessage(operation + " was not sent: actions.allow does not name it. To fix: add " + operation
                            + " to actions.allow.");
            assertThatCode(() -> gate("enforce", operation).pass(operation, DEVICE))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> gate("dry-run", operation).pass(operation, DEVICE))
                    .hasMessageContaining("isolation.mode = dry-run");
        }
    }

    @Test
    void theKillSwitchStopsEveryActingCall() {
        decide();
        objection = "the kill switch is on";

        assertThatThrownBy(() -> gate("enforce").pass("isolate-device", DEVICE))
                .isInstanceOf(GateClosedException.class)
                .hasMessage(
                        "isolate-device was not sent: the kill switch is on. To fix: when it is safe again, turn it off"
                                + " with kill-switch off, or remove its file.");
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("requesting");
        for (String operation : NamedActions.ALL) {
            assertThatThrownBy(() -> gate("enforce", operation).pass(operation, DEVICE))
                    .hasMessageContaining("the kill switch is on");
        }
        assertThatThrownBy(() -> gate("enforce").pass("add-graph-alert-comment", Map.of()))
                .hasMessageContaining("the kill switch is on");
    }

    @Test
    void theKillSwitchStopsWhatAPersonHasApprovedToo() {
        ledger.approvals().carryOut(approve("d1"), null, "a", "Full").orElseThrow();
        objection = "the kill switch is on";

        assertThatThrownBy(() -> gate("approve").pass("isolate-device", DEVICE))
                .hasMessageContaining("the kill switch is on");
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("requesting");
    }

    @Test
    void theKillSwitchStopsNeitherReleaseNorCancel() {
        isolated("action");
        objection = "the kill switch is on";

        assertThatCode(() -> gate("enforce").pass("cancel-machine-action", Map.of("actionId", "action")))
                .doesNotThrowAnyException();
        assertThatCode(() -> gate("enforce").pass("cancel-machine-action", Map.of("actionId", "another")))
                .doesNotThrowAnyException();
        assertThatCode(() -> gate("enforce").pass("release-device", DEVICE)).doesNotThrowAnyException();
    }

    @Test
    void whatIsOursIsCancelledInAnyModeAndWhatIsNotOnlyInEnforce() {
        isolated("action");

        assertThatCode(() -> gate("off").pass("cancel-machine-action", Map.of("actionId", "ACTION")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> gate("dry-run").pass("cancel-machine-action", Map.of("actionId", "another")))
                .hasMessageContaining("isolation.mode = dry-run");
    }

    private void isolated(String action) {
        decide();
        isolations.send("d1");
        isolations.found(isolations.open("d1").orElseThrow(), "isolated", true, action, "succeeded");
    }

    private Approval approve(String device) {
        Approval asked = ledger.approvals()
                .ask(
                        new Question(
                                device,
                                null,
                                "a",
                                Severity.HIGH,
                                null,
                                0,
                                "a-rule",
                                "A test asks",
                                false,
                                1,
                                "{}",
                                Duration.ofHours(4)),
                        Telling.NOTHING,
                        Telling.NOTHING);
        return ledger.verdicts()
                .approve(asked.id(), Actor.command("ada"), null, Telling.NOTHING)
                .approval();
    }

    private Isolation decide() {
        return isolations.request("d1", "a", "Full", List.of());
    }

    private Gate gate(String mode) {
        return gate(mode, "");
    }

    private Gate gate(String mode, String allowed) {
        return new Gate(
                Settings.of(Map.of(
                        "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                        "defender.client-id", "66666666-7777-8888-9999-000000000000",
                        "defender.client-secret", "secret",
                        "mail.host", "smtp.example.org",
                        "mail.from", "defender@example.org",
                        "mail.to", "soc@example.org",
                        "isolation.mode", mode,
                        "approval.by", "command",
                        "actions.allow", allowed)),
                isolations,
                () -> Optional.ofNullable(objection));
    }
}
