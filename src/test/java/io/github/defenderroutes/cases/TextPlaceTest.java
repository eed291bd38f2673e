package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextPlaceTest {
    @Test
    void shortTextsStandOneBelowTheOther() {
        assertThat(TextPlace.compared("never", "isolate")).isEqualTo("""
                expected: never
                 but was: isolate""");
    }

    @Test
    void ofLongTextsOnlyThePlaceIsShownWhereTheyPart() {
        String expected =
                "The device ws-0042 was cut off the network.\nIt is isolated since 09:30 by the rule clients.";
        String actual = "The device ws-0042 was cut off the network.\nIt is isolated since 09:31 by the rule clients.";

        assertThat(TextPlace.compared(expected, actual))
                .isEqualTo("expected: …t is isolated since 09:30 by the rule clients.\n"
                        + " but was: …t is isolated since 09:31 by the rule clients.\n"
                        + " ".repeat(35)
                        + "^ they part here, line 2, column 26");
    }

    @Test
    void whatMustNotBeThereIsShownWithItsPlace() {
        String text = "The device was cut off the network.\nIt is isolated since 09:30 by the rule clients.";

        assertThat(TextRule.of(Map.of("not-contains", "isolated")).problem(text))
                .isEqualTo("must not contain: isolated, line 2, column 7");
    }
}
