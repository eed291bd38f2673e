package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.judge.Learnt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rules are in force, and since when. */
class GuardrailsTest {
    private final HandClock clock = new HandClock();

    @TempDir
    private Path folder;

    private Path file;
    private Guardrails guardrails;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("guardrails.yaml");
        write("rules: [{rule: one, outcome: isolate}]");
        guardrails = guardrails(file);
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
    void aChangedFileCountsWhenItIsPutInForceAndNotBefore() throws IOException {
        guardrails.load();
        write("rules: [{rule: two, outcome: never}]");
        clock.pass(Duration.ofDays(1));
        assertThat(decides(guardrails)).isEqualTo("one");

        Guardrails.Fresh fresh = guardrails.prepare();
        assertThat(decides(guardrails)).isEqualTo("one");
        fresh.use().run();

        assertThat(decides(guardrails)).isEqualTo("two");
        assertThat(fresh.rules().rules()).isOne();
        assertThat(fresh.rules().sha256()).isEqualTo(guardrails.sha256());
    }

    @Test
    void aChangedFileThatCannotBeUsedLeavesTheOldRulesInForce() throws IOException {
        guardrails.load();
        write("rules: [{rule: two, outcome: nevr}]");

        assertThatThrownBy(guardrails::prepare)
                .isInstanceOf(GuardrailsException.class)
                .hasMessageContaining("Did you mean never?");

        assertThat(decides(guardrails)).isEqualTo("one");
    }

    @Test
    void rulesThatWereInForceCanBePutInForceAgain() throws IOException {
        guardrails.load();
        Runnable keep = guardrails.keep();
        write("rules: [{rule: two, outcome: never}]");
        guardrails.load();

        keep.run();

        assertThat(decides(guardrails)).isEqualTo("one");
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
        return new Guardrails(TestSettings.of(Map.of("guardrails.file", rules.toString())), clock);
    }

    private static String decides(Guardrails rules) {
        return rules.on(RulesTest.alert(), RulesTest.device(), Learnt.NOTHING).rule();
    }
}
