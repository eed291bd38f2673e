package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "ws-001.corp.example,ws-001.corp.example",
                "two words,two words",
                "two  words,two words",
                " two words,two words",
                "two words ,two words",
                "two\twords,two words",
                "exactly-twenty-long!,exactly-twenty-long!",
                "a text that is longer than that,a text that is long…",
                "Müller,Müller",
                "\u202Egpj.exe,[U+202E]gpj.exe",
                "a\u0000b,ab",
                "a\u00A0\u00A0b,a b",
                "' ',''",
                "'',''"
            })
    void aLineHoldsNothingThatHidesOrMovesText(String foreign, String shown) {
        assertThat(Plain.line(foreign, 20)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "see http://evil.example,see hxxp://evil.example",
        "HTTPS://evil.example,hxxpS://evil.example",
        "xhttp://evil.example,xhttp://evil.example",
        "C:\\Windows://,C:\\Windows://"
    })
    void addressesAreNoLinks(String foreign, String shown) {
        assertThat(Plain.unlinked(foreign)).isEqualTo(shown);
    }
}
