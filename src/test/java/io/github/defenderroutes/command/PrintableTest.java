package io.github.defenderroutes.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void textFromOutsideMovesNoCursorAndBeginsNoLine() {
        assertThat(Printable.line("a\r\nb\u001b[2Jc\u202Ed\u0000\u2028e\tf")).isEqualTo("a b [2Jc d e f");
    }

    @Test
    void textThatIsNotAsciiStays() {
        assertThat(Printable.line("ä€😀 “x”")).isEqualTo("ä€😀 “x”");
    }

    @Test
    void longTextIsBrokenBetweenWords() {
        assertThat(Printable.lines("one two three", 8)).containsExactly("one two", "three");
    }

    @Test
    void aWordThatIsLongerThanALineIsBroken() {
        assertThat(Printable.lines("x".repeat(25), 10)).containsExactly("x".repeat(10), "x".repeat(10), "x".repeat(5));
    }
}
