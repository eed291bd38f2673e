package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.isolation.Course.Turn;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The clock stands at 2026-11-20T09:00:00Z. In the tables Defender's list is written as actions with a "+" between them:
 * {@code I} Isolate or {@code U} Unisolate, its status, and how many minutes ago it was asked for and ended. The first
 * Isolate is the one of the record.
 */
class CourseTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
    private static final String OURS = "our-action";

    private final HandClock clock = new HandClock();

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # record   | age, min | Defender lists                       | state     | tells
                    requested  | 1        | -                                    | -         | -
                    requested  | 10       | -                                    | -         | -
                    requested  | 1        | I Pending 1 1                        | -         | -
                    requested  | 1        | I InProgress 1 1                     | -         | -
                    requested  | 1        | I Succeeded 1 0                      | isolated  | isolated
                    requested  | 1        | I Failed 1 0                         | ended     | not-isolated
                    requested  | 1        | I Cancelled 1 0                      | released  | cancelled
                    requested  | 61       | I Pending 61 61                      | requested | overdue
                    requested  | 61       | -                                    | requested | overdue
                    requested  | 61       | I Succeeded 61 0                     | isolated  | isolated
                    requested  | 1        | I Succeeded 2 1 + U Succeeded 1 0    | released  | released
                    # a release from before the request is none of this isolation
                    requested  | 1        | I Pending 1 1 + U Succeeded 90 89    | -         | -
                    requested  | 1        | I Succeeded 1 0 + U Succeeded 90 89  | isolated  | isolated
                    # a release that is under way or failed has not happened
                    isolated   | 5        | I Succeeded 5 4 + U Pending 1 1      | -         | -
                    isolated   | 5        | I Succeeded 5 4 + U Failed 2 1       | -         | -
                    isolated   | 5        | I Succeeded 5 4 + U Succeeded 2 1    | released  | released
                    isolated   | 5        | I Succeeded 5 4                      | -         | -
                    isolated   | 5        | -                                    | -         | -
                    # days later the list holds the release only
                    isolated   | 9000     | U Succeeded 2 1                      | released  | released
                    # part of a list: this release is older than the isolation
                    isolated   | 5        | U Succeeded 90 89                    | -         | -
                    releasing  | 5        | I Succeeded 5 4 + U Pending 1 1      | -         | -
                    releasing  | 5        | I Succeeded 5 4 + U Succeeded 1 0    | released  | released
                    """)
    void whatDefenderListsDecidesHowItGoesOn(String state, int age, String listed, String next, String tells) {
        String told = state.equals("isolated") ? "isolated" : null;

        Optional<Turn> turn = course().of(record(state, age, told), actions(listed));

        assertThat(turn.map(found -> found.step().state()).orElse(null)).isEqualTo(next);
        assertThat(turn.map(Turn::tells).orElse(null)).isEqualTo(tells);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # isolation.repeat | round | Defender lists    | state   | tells
                    1 | 1 | I TimeOut 4320 0                       | expired | -
                    1 | 1 | I TimeOut 30 0                         | expired | -
                    1 | 1 | I Failed 4320 0                        | expired | -
                    1 | 2 | I TimeOut 4320 0                       | ended   | expired
                    0 | 1 | I TimeOut 4320 0                       | ended   | expired
                    2 | 2 | I TimeOut 4320 0                       | expired | -
                    # nothing is listed any more half a day after it must have ended
                    1 | 1 | -                                      | expired | -
                    # it may still take effect, so it is not asked for a second time
                    1 | 1 | I Pending 5040 5040                    | ended   | not-isolated
                    1 | 1 | I Unheard-of 5040 5040                 | ended   | not-isolated
                    """)
    void whatDefenderGaveUpIsAskedForAgainAsOftenAsAllowed(
            String repeat, int round, String listed, String next, String tells) {
        Isolation record = isolation("requested", 5040, true, OURS, round, "overdue");

        Turn turn =
                course("isolation.repeat", repeat).of(record, actions(listed)).orElseThrow();

        assertThat(turn.step().state()).isEqualTo(next);
        assertThat(turn.tells()).isEqualTo(tells);
        assertThat(turn.step().endedAt()).isNotZero();
    }

    @Test
    void itsAgeIsThatOfTheEndAsDefenderReportsIt() {
        Turn turn = course().of(record("requested", 4400, "overdue"), actions("I TimeOut 4400 80"))
                .orElseThrow();

        assertThat(Instant.ofEpochMilli(turn.step().endedAt())).isEqualTo(NOW.minus(Duration.ofMinutes(80)));
    }

    @Test
    void whatIsPendingForTwoDaysIsNoNewsOnceItWasToldToBeOverdue() {
        assertThat(course().of(record("requested", 2880, "overdue"), actions("I Pending 2880 2880")))
                .isEmpty();
        assertThat(course().of(record("requested", 2880, "overdue"), actions("I Succeeded 2880 0")))
                .hasValueSatisfying(turn -> assertThat(turn.tells()).isEqualTo("isolated"));
    }

    @Test
    void aRequestWhoseAnswerIsLostIsFoundByItsComment() {
        Isolation sent = isolation("sent", 1, true, null, 1, null);
        var found = action("Isolate", "Pending", time(1), time(1));
        found.put("id", "the-action");
        found.put("requestorComment", "Defender Routes: alert a, ref " + sent.id());

        Turn turn = course().of(sent, new MachineActions(list(found), ID)).orElseThrow();

        assertThat(turn.step().state()).isEqualTo("requested");
        assertThat(turn.step().actionId()).isEqualTo("the-action");
        assertThat(turn.tells()).isNull();
    }

    @Test
    void aRequestWhoseAnswerIsLostAndThatIsNotListedIsLeftToItsAlert() {
        Isolation sent = isolation("sent", 120, true, null, 1, null);

        assertThat(course().of(sent, actions("-"))).isEmpty();
        assertThat(course().of(sent, actions("I Succeeded 90 89"))).isEmpty();
    }

    @Test
    void whenNobodyFindsOutForDaysWhatCameOfARequestThatIsTold() {
        assertThat(course().of(isolation("sent", 5040, true, null, 1, null), actions("-")))
                .hasValueSatisfying(turn -> {
                    assertThat(turn.step().state()).isEqualTo("ended");
                    assertThat(turn.tells()).isEqualTo("not-isolated");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    I Pending 1 1      | -         | -
                    I Succeeded 1 0    | isolated  | isolated
                    I Failed 1 0       | ended     | not-isolated
                    I TimeOut 1 0      | ended     | not-isolated
                    I Cancelled 1 0    | released  | cancelled
                    -                  | -         | -
                    """)
    void anIsolationOfSomebodyElseIsFollowedAndNeverAskedForAgain(String listed, String next, String tells) {
        for (String action : new String[] {OURS, null}) {
            Optional<Turn> turn = course().of(isolation("under-way", 1, false, action, 1, null), actions(listed));

            assertThat(turn.map(found -> found.step().state()).orElse(null)).isEqualTo(next);
            assertThat(turn.map(Turn::tells).orElse(null)).isEqualTo(tells);
            assertThat(turn.filter(found -> found.step().ours())).isEmpty();
        }
    }

    @Test
    void ourRequestThatIsStuckBecauseSomebodyElseIsolatedTheDeviceIsNotOursAndNoNewsForEver() {
        Turn turn = course().of(record("requested", 5, null), actions("I Pending 5 5 + I Succeeded 7 4"))
                .orElseThrow();

        assertThat(turn.tells()).isEqualTo("isolated");
        assertThat(turn.step().ours()).isFalse();
        assertThat(course().of(record("isolated", 5, "isolated"), actions("I Pending 5 5 + I Succeeded 7 4")))
                .isEmpty();
    }

    @Test
    void aReleaseIsNoticedThoughAStuckIsolationIsStillListed() {
        assertThat(course().of(
                                record("isolated", 60, "isolated"),
                                actions("I Succeeded 60 59 + I Pending 50 50 + U Succeeded 2 1")))
                .hasValueSatisfying(turn -> assertThat(turn.tells()).isEqualTo("released"));
    }

    @Test
    void anotherAlertMayHaveSeenFirstThatItIsIsolatedAndItIsStillTold() {
        assertThat(course().of(record("isolated", 5, null), actions("I Succeeded 5 4")))
                .hasValueSatisfying(turn -> {
                    assertThat(turn.tells()).isEqualTo("isolated");
                    assertThat(turn.step().ours()).isTrue();
                });
    }

    @Test
    void whatExpiredAndTookEffectAfterAllIsNotAskedForAgain() {
        assertThat(course().of(record("expired", 4400, "overdue"), actions("I Succeeded 4400 1")))
                .hasValueSatisfying(turn -> assertThat(turn.tells()).isEqualTo("isolated"));
        assertThat(course().of(record("expired", 4400, "overdue"), actions("I TimeOut 4400 1")))
                .isEmpty();
    }

    @Test
    void aFailureSaysWhatDefenderSays() {
        var failed = action("Isolate", "Failed", time(5), time(1));
        failed.put("id", OURS);
        failed.put("errorHResult", -2147024894);
        failed.put("troubleshootInfo", "The device reported an error");

        assertThat(course().of(record("requested", 5, null), new MachineActions(list(failed), ID)))
                .hasValueSatisfying(turn ->
                        assertThat(turn.step().problem()).isEqualTo("The device reported an error (error 0x80070002)"));
    }

    private Course course(String... settings) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new Course(Settings.of(values), clock);
    }

    private static Isolation record(String state, int minutesOld, String told) {
        return isolation(state, minutesOld, true, OURS, 1, told);
    }

    private static Isolation isolation(
            String state, int minutesOld, boolean ours, String action, int round, String told) {
        long at = NOW.minus(Duration.ofMinutes(minutesOld)).toEpochMilli();
        return new Isolation(
                "record-1", ID, state, "Full", ours, "a", action, ours ? at : 0, at, null, round, at, at, told);
    }

    private static MachineActions actions(String listed) {
        List<Map<String, Object>> actions = new ArrayList<>();
        for (String one : listed == null || listed.equals("-") ? new String[0] : listed.split(" \\+ ")) {
            String[] words = one.strip().split(" ");
            var action = action(
                    words[0].equals("I") ? "Isolate" : "Unisolate",
                    words[1],
                    time(Integer.parseInt(words[2])),
                    time(Integer.parseInt(words[3])));
            boolean first = words[0].equals("I")
                    && actions.stream().noneMatch(other -> other.get("id").equals(OURS));
            action.put("id", first ? OURS : "other-" + actions.size());
            actions.add(action);
        }
        return new MachineActions(list(actions.toArray(Map[]::new)), ID.toUpperCase(Locale.ROOT));
    }

    private static String time(int minutesAgo) {
        return NOW.minus(Duration.ofMinutes(minutesAgo)).toString();
    }
}
