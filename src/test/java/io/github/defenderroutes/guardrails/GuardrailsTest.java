package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rules are in force, and since when. */
class GuardrailsTest {
    private final TestLedger database = new TestLedger();
    private final HandClock clock = new HandClock();

    @TempDir
    private Path folder;

    private Path file;
    private Ledger ledger;
    private Guardrails guardrails;

    @BeforeEach
    void start() throws IOException {
        ledger = database.start(clock);
        file = folder.resolve("guardrails.yaml");
        write("rules: [{rule: one, outcome: isolate}]");
        guardrails = guardrails(file);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void untilTheyAreLoadedAPersonDecides() {
        assertThat(decides(guardrails)).isEqualTo("no-guardrails");

        guardrails.load();

        assertThat(decides(guardrails)).isEqualTo("one");
    }

    @Test
    void aFileThatIsMissingLeavesEverythingToAPerson() throws IOException {
        Files.delete(file);

        guardrails.load();

        assertThat(decides(guardrails)).isEqualTo("no-guardrails");
        assertThat(guardrails.inForce().exists()).isFalse();
        assertThat(guardrails.text()).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedIsNotLoaded() throws IOException {
        write("rules: [{rule: one, outcome: isolat}]");

        assertThatThrownBy(guardrails::load).isInstanceOf(GuardrailsException.class);
        assertThat(decides(guardrails)).isEqualTo("no-guardrails");
    }

    @Test
    void aFileThatIsNoTextIsAProblemAndNotAFailure() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(guardrails::load)
                .isInstanceOf(GuardrailsException.class)
                .hasMessage("guardrails.yaml line 1:1: the file is not UTF-8. To fix: save it as UTF-8.");

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(guardrails::load)
                .isInstanceOf(GuardrailsException.class)
                .hasMessageContaining("cannot be read. To fix: ");
    }

    @Test
    void aChangedFileCountsWhenSomebodyAsksForItAndThatIsOnRecord() throws IOException {
        guardrails.load();
        write("rules: [{rule: two, outcome: never}]");
        clock.pass(Duration.ofDays(1));
        assertThat(decides(guardrails)).isEqualTo("one");

        WrittenRules rules = guardrails.reload(Actor.command("ada"));

        assertThat(decides(guardrails)).isEqualTo("two");
        assertThat(rules.rules()).isEqualTo(1);
        assertThat(audit()).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("ada");
            assertThat(entry.action()).isEqualTo("reload-guardrails");
            assertThat(entry.subject()).isEqualTo(file.toString());
            assertThat(entry.detail()).isEqualTo("1 rules, SHA-256 " + guardrails.sha256());
        });
    }

    @Test
    void aFileThatCannotBeUsedLeavesTheOldRulesInForceAndNoRecord() throws IOException {
        guardrails.load();
        write("rules: [{rule: two, outcome: nevr}]");

        assertThatThrownBy(() -> guardrails.reload(Actor.command("ada")))
                .isInstanceOf(GuardrailsException.class)
                .hasMessageContaining("Did you mean never?");

        assertThat(decides(guardrails)).isEqualTo("one");
        assertThat(audit()).isEmpty();
    }

    @Test
    void otherProcessesNoticeSoonAndReadTheirOwnFile() throws IOException {
        Path theirs = folder.resolve("theirs.yaml");
        Files.writeString(theirs, "rules: [{rule: theirs, outcome: isolate}]");
        Guardrails other = guardrails(theirs);
        guardrails.load();
        other.load();
        Files.writeString(theirs, "rules: [{rule: theirs-now, outcome: isolate}]");

        guardrails.reload(Actor.command("ada"));

        assertThat(decides(other)).isEqualTo("theirs");
        clock.pass(Guardrails.NOTICED_WITHIN);
        assertThat(decides(other)).isEqualTo("theirs-now");
        assertThat(decides(guardrails)).isEqualTo("one");
    }

    @Test
    void oneWhoseFileCannotBeUsedKeepsItsOldRules() throws IOException {
        Path theirs = folder.resolve("theirs.yaml");
        Files.writeString(theirs, "rules: [{rule: theirs, outcome: isolate}]");
        Guardrails other = guardrails(theirs);
        other.load();
        Files.writeString(theirs, "rules: no list");

        guardrails.reload(Actor.command("ada"));
        clock.pass(Guardrails.NOTICED_WITHIN);

        assertThat(decides(other)).isEqualTo("theirs");
    }

    @Test
    void withoutTheDatabaseTheRulesInForceStay() {
        guardrails.load();
        database.isAway(true);
        clock.pass(Guardrails.NOTICED_WITHIN);

        assertThat(decides(guardrails)).isEqualTo("one");
        database.isAway(false);
    }

    @Test
    void theTextInForceAndItsHashAreKnown() throws Exception {
        guardrails.load();
        String text = guardrails.text();

        assertThat(text).isEqualTo(Files.readString(file));
        assertThat(guardrails.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private Guardrails guardrails(Path rules) {
        return new Guardrails(TestSettings.of(Map.of("guardrails.file", rules.toString())), ledger.reloads(), clock);
    }

    private static String decides(Guardrails rules) {
        return rules.on(RulesTest.alert(), RulesTest.device(), Learnt.NOTHING).rule();
    }

    private List<Audit.Entry> audit() {
        List<Audit.Entry> entries = new ArrayList<>();
        ledger.audit().since(Instant.EPOCH, entries::add);
        return entries;
    }
}
