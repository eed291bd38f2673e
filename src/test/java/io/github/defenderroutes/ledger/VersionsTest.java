package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The texts that were decided by: each kept once, and named by every run. */
class VersionsTest {
    private final TestLedger database = new TestLedger();
    private final HandClock clock = new HandClock();
    private final Versions versions = database.start(clock).versions();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void beforeTheFirstThereIsNone() {
        assertThat(versions.loaded("0".repeat(64))).isEmpty();
        assertThat(versions.text("00000000")).isEmpty();
    }

    @Test
    void aSetNamesReleaseAndTextsAndTheTextsAreKept() {
        String set = versions.use("1.0", Map.of("routes", "from: a", "settings", "b = c"));

        assertThat(versions.loaded(set)).hasValueSatisfying(loaded -> {
            assertThat(loaded.release()).isEqualTo("1.0");
            assertThat(loaded.since()).isEqualTo(clock.millis());
            assertThat(loaded.hashes()).containsOnlyKeys("routes", "settings");
            assertThat(versions.text(loaded.hashes().get("routes")))
                    .hasValueSatisfying(text -> assertThat(text.text()).isEqualTo("from: a"));
            assertThat(versions.text(loaded.hashes().get("settings").substring(0, 12)))
                    .as("the first digits are enough")
                    .hasValueSatisfying(text -> assertThat(text.kind()).isEqualTo("settings"));
        });
    }

    @Test
    void whatIsLoadedAgainIsKeptOnceAndCountsFromTheFirstTime() {
        String first = versions.use("1.0", Map.of("routes", "from: a"));
        clock.pass(Duration.ofDays(1));
        String second = versions.use("1.0", Map.of("routes", "from: b"));

        assertThat(versions.use("1.0", Map.of("routes", "from: a")))
                .isEqualTo(first)
                .isNotEqualTo(second);
        assertThat(database.rows("SELECT hash FROM defender_versions")).hasSize(4);
        assertThat(versions.loaded(first).orElseThrow().since())
                .isLessThan(versions.loaded(second).orElseThrow().since());
    }

    @Test
    void theSameTextAnotherReleaseIsAnotherSet() {
        String first = versions.use("1.0", Map.of("routes", "from: a"));

        assertThat(versions.use("1.1", Map.of("routes", "from: a"))).isNotEqualTo(first);
    }

    @Test
    void onlyDigitsOfAHashAreLookedUp() {
        versions.use("1.0", Map.of("routes", "from: a"));

        assertThat(versions.text("")).isEmpty();
        assertThat(versions.text("%%%%%%%%")).isEmpty();
        assertThat(versions.text("ABCDEF012345")).isEmpty();
    }
}
