package io.github.defenderroutes.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingAlertsTest {

    @ParameterizedTest
    @CsvSource({
        "High, HIGH",
        "high, HIGH",
        "' HIGH ', HIGH",
        "UnSpecified, UNSPECIFIED",
        "Critical, UNKNOWN",
        "'', UNKNOWN"
    })
    void severitiesAreReadWithoutRegardToCase(String word, Severity severity) {
        assertThat(Severity.of(word)).isEqualTo(severity);
    }

    @Test
    void whatIsNoWordIsAnUnknownSeverity() {
        for (Object odd : Arrays.asList(null, 5, true, List.of("High"), Map.of())) {
            assertThat(Severity.of(odd)).isEqualTo(Severity.UNKNOWN);
        }
    }

    @Test
    void severitiesRise() {
        assertThat(Severity.values()).isSorted();
        assertThat(Severity.HIGH).isGreaterThan(Severity.MEDIUM).hasToString("High");
    }

    @Test
    void aFieldOfAnotherTypeIsEmpty() {
        Map<String, Object> alert = new HashMap<>(Map.of("id", 7, "title", " "));

        assertThat(Alerts.id(alert)).isEmpty();
        assertThat(Alerts.text(alert, "title")).isEmpty();
        assertThat(Alerts.text(alert, "absent")).isEmpty();
        assertThat(Alerts.text(null, "id")).isEmpty();
    }

    @Test
    void anAlertWithAnIdIsItself() {
        Map<String, Object> alert = Map.of("id", "da1_-1 'ü/..%");

        assertThat(UnreadableAlert.orReadable(alert)).isSameAs(alert);
        assertThat(UnreadableAlert.problem(alert)).isEmpty();
    }

    @Test
    void anEntryWithoutAUsableIdGetsOneOfOursThatIsTheSameEachTime() {
        for (Object odd : Arrays.asList(null, "text", 7, List.of(), Map.of(), Map.of("id", 7), Map.of("id", " "))) {
            Map<String, Object> wrapped = UnreadableAlert.orReadable(odd);

            assertThat((String) wrapped.get("id")).matches("unreadable-[0-9a-f]{24}");
            assertThat(UnreadableAlert.problem(wrapped)).isPresent();
            assertThat(UnreadableAlert.orReadable(odd)).isEqualTo(wrapped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\u007Fb"})
    void anIdThatTheLedgerCannotHoldIsNotUsable(String id) {
        assertThat(UnreadableAlert.problem(UnreadableAlert.orReadable(Map.of("id", id))))
                .contains("its id holds control characters");
        assertThat(UnreadableAlert.problem(UnreadableAlert.orReadable(Map.of("id", "x".repeat(401)))))
                .contains("its id is longer than 400 characters");
    }
}
