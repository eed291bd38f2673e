package io.github.defenderroutes.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T09:14:07Z",
                "2026-11-20T09:14:07.1Z",
                "2026-11-20T09:14:07.19Z",
                "2026-11-20T09:14:07.001Z",
                "2026-11-20T09:14:07.1234Z",
                "2026-11-20T09:14:07.00001Z",
                "2026-11-20T09:14:07.123456Z",
                "2026-11-20T09:14:07.3133333Z",
                "2026-11-20T09:14:00Z",
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.9999999Z",
                "2099-01-01T00:00:00.0000001Z",
                "9999-12-31T23:59:59.9999999Z"
            })
    void aTimeOfTheApiComesBackAsItWas(String time) {
        assertThat(Ticks.format(Ticks.parse(time).getAsLong())).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T11:14:07.1+02:00, 2026-11-20T09:14:07.1Z",
        "2026-11-20T09:14:07.1000000Z, 2026-11-20T09:14:07.1Z",
        "2026-11-20T09:14:07.12345678Z, 2026-11-20T09:14:07.1234567Z",
        "' 2026-11-20T09:14Z ', 2026-11-20T09:14:00Z"
    })
    void otherSpellingsOfATimeAreRead(String time, String as) {
        assertThat(Ticks.format(Ticks.parse(time).getAsLong())).isEqualTo(as);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-20",
                "2026-11-20T09:14:07",
                "2026-02-30T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "+12000-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z"
            })
    void nonsenseIsNoTime(String time) {
        assertThat(Ticks.parse(time)).isEmpty();
    }

    @Test
    void whatIsNoTextIsNoTime() {
        assertThat(Ticks.parse(null)).isEmpty();
        assertThat(Ticks.parse(7)).isEmpty();
        assertThat(Ticks.parse(Map.of())).isEmpty();
    }

    @Test
    void oneTickIsAHundredNanoseconds() {
        Instant time = Instant.parse("2026-11-20T09:14:07.1234567Z");

        assertThat(Ticks.instant(Ticks.of(time))).isEqualTo(time);
        assertThat(Ticks.of(time.plusNanos(99))).isEqualTo(Ticks.of(time));
        assertThat(Ticks.of(time.plusNanos(100))).isEqualTo(Ticks.of(time) + 1);
        assertThat(Ticks.ofMillis(time.toEpochMilli())).isEqualTo(Ticks.of(time) - 4_567);
    }
}
