package io.github.defenderroutes.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    @ParameterizedTest
    @CsvSource({
        "0/30 * * * * ?, 120",
        "0 0/5 * * * ?, 12",
        "0 0 8 * * ?, 1",
        "0 * 8-18 * * ?, 60",
        "* * * * * ?, 1500",
        "0 0 0 1 1 ? 1971, 1",
        "0 0 0 1 1 ? 1969, 0",
        "never, 0"
    })
    void aScheduleIsCountedForAnHourInWhichItFires(String cron, int firings) {
        assertThat(Cron.firingsPerHour(cron, 1_500)).isEqualTo(firings);
    }
}
