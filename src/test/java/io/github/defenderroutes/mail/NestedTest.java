package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a template sees of nested data from outside. */
class NestedTest {
    @Test
    void textsAreCleanedAndNumbersStayNumbers() {
        Map<String, Object> shown =
                Nested.of(Map.of("a", Map.of("name", "x\u202E\u0007 https://evil.example"), "count", 3, "yes", true));

        assertThat(shown).containsEntry("count", 3).containsEntry("yes", true);
        assertThat(shown.get("a")).isEqualTo(Map.of("name", "x[U+202E] hxxps://evil.example"));
    }

    @Test
    void ofALongListTheFirstAreShownAndTheRestIsCounted() {
        Map<String, Object> shown =
                Nested.of(Map.of("devices", IntStream.range(0, 150).boxed().toList(), "others", List.of("one")));

        assertThat((List<?>) shown.get("devices")).hasSize(100);
        assertThat(shown).containsEntry("devicesMore", 50).containsEntry("othersMore", 0);
    }

    @Test
    void whatIsNoMapIsEmpty() {
        assertThat(Nested.of(null)).isEmpty();
        assertThat(Nested.of("text")).isEmpty();
    }

    @Test
    void dataThatIsNestedWithoutEndIsCut() {
        Map<String, Object> deep =
                Map.of("a", Map.of("a", Map.of("a", Map.of("a", Map.of("a", Map.of("a", Map.of("a", "x")))))));

        assertThat(Nested.of(deep).toString()).doesNotContain("x");
    }
}
