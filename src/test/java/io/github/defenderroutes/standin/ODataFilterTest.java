package io.github.defenderroutes.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ODataFilterTest {

    private final Map<String, Object> alert = new HashMap<>(Map.of(
            "id", "da1_-1",
            "severity", "High",
            "status", "New",
            "incidentId", 4711,
            "category", "It's odd",
            "lastUpdateTime", "2026-11-20T09:15:01.3133333Z"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "severity eq 'High'",
                "severity ne 'Low'",
                "severity eq 'Low' or status eq 'New'",
                "severity eq 'Low' and status eq 'Old' or id eq 'da1_-1'",
                "severity eq 'High' and (status eq 'Old' or id eq 'da1_-1')",
                "category eq 'It''s odd'",
                "incidentId gt 4710 and incidentId le 4711",
                "InvestigationId eq null",
                "assignedTo eq null",
                "startswith(id,'da1')",
                "lastUpdateTime ge 2026-11-20T09:15:01.3133333Z",
                "lastUpdateTime gt 2026-11-20T09:15:01.3133332Z",
                "lastUpdateTime lt 2026-11-20T09:15:01.3133334Z",
                "lastUpdateTime ge 2026-11-20Z",
                "lastUpdateTime le 2026-11-20T10:15:01.3133333+01:00"
            })
    void accepts(String filter) {
        assertThat(matches(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "severity eq 'high'",
                "severity eq 'Low' and (status eq 'New' or id eq 'da1_-1')",
                "lastUpdateTime gt 2026-11-20T09:15:01.3133333Z",
                "InvestigationId gt 1",
                "InvestigationId eq 1",
                "assignedTo ne null"
            })
    void passesOver(String filter) {
        assertThat(matches(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "severity",
                "severity eq",
                "severity eq High",
                "severity eq 'High",
                "severity equals 'High'",
                "severity eq 'High' severity eq 'Low'",
                "(severity eq 'High'",
                "severity eq 'High')",
                "Severity eq 'High'",
                "machineId eq 'd-1'",
                "not severity eq 'High'",
                "severity in ('High')",
                "contains(title,'x')",
                "incidentId eq '4711'",
                "lastUpdateTime ge '2026-11-20T09:15:01Z'",
                "lastUpdateTime ge 2026-11-20T09:15:01",
                "lastUpdateTime ge 2026-11-20T09:15:01.313333312Z"
            })
    void refusesWhatNobodyHasDocumented(String filter) {
        assertThat(refusal(filter, false)).contains("\"code\":\"ODataError\"");
    }

    @Test
    void anUnreadableValueOfARowIsLikeNull() {
        alert.put("lastUpdateTime", "yesterday");

        assertThat(matches("lastUpdateTime ge 2000-01-01Z")).isFalse();
    }

    @Test
    void orCanBeRefused() {
        assertThat(refusal("severity eq 'High' or severity eq 'Low'", true)).contains("'or' is not supported");
    }

    private boolean matches(String filter) {
        return ODataFilter.parse(filter, EntitySet.alerts(), false).test(alert);
    }

    private static String refusal(String filter, boolean refusesOr) {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> ODataFilter.parse(filter, EntitySet.alerts(), refusesOr));
        assertThat(refused.answer().status()).isEqualTo(400);
        return new String(refused.answer().body(), StandardCharsets.UTF_8);
    }
}
