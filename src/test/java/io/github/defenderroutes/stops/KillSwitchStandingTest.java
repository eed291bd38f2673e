package io.github.defenderroutes.stops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the kill switch is on: only a plain no, from the database and from the disk, is a no. */
class KillSwitchStandingTest {
    private static final Actor ADA = Actor.command("ada");

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);

    @TempDir
    private Path folder;

    private Path file;
    private Settings settings;
    private KillSwitch killSwitch;

    @BeforeEach
    void prepare() {
        file = folder.resolve("KILL");
        settings = Settings.of(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "isolation.mode", "enforce",
                "kill-switch.file", file.toString()));
        killSwitch = new KillSwitch(ledger, settings, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void atFirstItIsOff() {
        assertThat(killSwitch.objection()).isEmpty();
    }

    @Test
    void aFolderOfThatNameWillDo() throws IOException {
        Files.createDirectory(file);

        assertThat(killSwitch.objection()).hasValue("the kill switch is on: the file " + file + " is there");
    }

    @Test
    void aFileOfWhichNobodyCanSayWhetherItIsThereCountsAsThere() throws IOException {
        Files.createSymbolicLink(file, file); // leads to itself, so that looking for it fails

        assertThat(killSwitch.objection())
                .hasValue("the kill switch counts as on: whether the file " + file + " is there cannot be seen");
    }

    @Test
    void aFolderThatIsNotThereHoldsNoFile() {
        Settings elsewhere = settings.with(
                Map.of("kill-switch.file", folder.resolve("none/KILL").toString()));

        assertThat(new KillSwitch(ledger, elsewhere, clock).objection()).isEmpty();
    }

    @Test
    void aStateThatNobodyKnowsIsOnAndCanBeTurnedOff() {
        ledger.switches().turn(Switches.KILL_SWITCH, "perhaps", ADA, "test", null, Optional.empty());

        assertThat(killSwitch.standing().isOn()).isTrue();
        assertThat(killSwitch.turnOff(ADA, "a drill")).isTrue();
        assertThat(killSwitch.standing().isOn()).isFalse();
    }

    @Test
    void withoutTheDatabaseNothingPassesTheGate() {
        Gate gate = new Gate(settings, ledger.isolations(), killSwitch::objection);
        database.isAway(true);

        assertThatThrownBy(() -> gate.pass("tag-device", Map.of("machineId", "d1")))
                .isInstanceOf(LedgerException.class);
        database.isAway(false);
    }

    @Test
    void turningItOffLeavesTheFileToWhoeverPutItThere() throws IOException {
        killSwitch.turnOn(ADA, "a drill");
        Files.createFile(file);

        assertThat(killSwitch.turnOff(ADA, "over")).isTrue();
        assertThat(killSwitch.turnOff(ADA, "again")).isFalse();

        assertThat(killSwitch.objection()).isPresent();
    }
}
