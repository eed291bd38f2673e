package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kamelets, routes and Defender write about quotas, and how we read it. */
class QuotaWordsTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void anOperationIsGrantedTheGeneralQuotaOrLess() {
        assertThat(quota("default")).isEqualTo(new OperationQuota(Api.DEFENDER, NONE, NONE));
        assertThat(quota("45/min")).isEqualTo(new OperationQuota(Api.DEFENDER, OptionalInt.of(45), NONE));
        assertThat(quota("50/h")).isEqualTo(new OperationQuota(Api.DEFENDER, NONE, OptionalInt.of(50)));
        assertThat(quota("10/min, 500/h"))
                .isEqualTo(new OperationQuota(Api.DEFENDER, OptionalInt.of(10), OptionalInt.of(500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/s", "0/min", "ten/min", "10/min,", "10/min, 20/min", "-1/h", "1 / h"})
    void whatCannotBeReadIsSaidWithTheKameletAndTheFix(String annotation) {
        assertThatThrownBy(() -> quota(annotation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("defender-x-action: the annotation defender-routes/quota is '%s'."
                        .formatted(annotation)
                        .concat(" To fix: write default, 10/min, 50/h or 10/min, 500/h."));
    }

    @ParameterizedTest
    @CsvSource({
        "false,,REST",
        "false,rest,REST",
        "false,poll,POLL",
        "false,respond,RESPOND",
        "true,,RESPOND",
        "true,rest,RESPOND"
    })
    void whatActsRespondsAndWhatReadsIsWhatItsRouteSays(boolean acts, String word, QuotaClass expected) {
        assertThat(QuotaClass.of("get-alert", acts, word)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urgent", "Respond", "poll "})
    void anUnknownWordIsRefusedBeforeAnyCall(String word) {
        assertThatThrownBy(() -> QuotaClass.of("get-alert", false, word))
                .isInstanceOf(DefenderRefusedException.class)
                .hasMessage(
                        "get-alert was not sent: the variable quota is '%s'. To fix: set it to respond, poll or rest."
                                .formatted(word));
    }

    @Test
    void whatTheTextOfA429SaysIsRead() {
        Throttling said = Throttling.read(
                null,
                "API calls quota exceeded! Maximum allowed 30 per 00:01:00 for the key Destination+TenantID+AppID."
                        + " You can send requests again in 8 seconds.");

        assertThat(said.retryAfter()).contains(Duration.ofSeconds(8));
        assertThat(said.perMinute()).hasValue(30);
    }

    @Test
    void theHeaderIsBelievedBeforeTheText() {
        assertThat(Throttling.read(Duration.ofMillis(2_128), "again in 8 seconds")
                        .retryAfter())
                .contains(Duration.ofMillis(2_128));
    }

    @Test
    void aLimitOfAnHourIsNotTakenForOneOfAMinute() {
        Throttling said = Throttling.read(null, "API calls quota exceeded! maximum allowed 1500 per 01:00:00");

        assertThat(said.perMinute()).isEmpty();
        assertThat(said.retryAfter()).isEmpty();
    }

    private static OperationQuota quota(String annotation) {
        return OperationQuota.parse("defender-x-action", Api.DEFENDER, annotation);
    }
}
