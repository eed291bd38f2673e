package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Runs.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The history of runs: what a page of it shows, and what that costs. */
class RunsTest {
    private static final int MANY = 50_000;
    private static final long THEN = Instant.parse("2026-11-20T08:00:00Z").toEpochMilli();

    private final TestLedger database = new TestLedger();
    private final Runs runs = database.start(new HandClock()).runs();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNewestComeFirstAndAPageGoesOnWhereTheOneBeforeEnded() {
        insert(1, 25);

        List<String> read = new ArrayList<>();
        RunPlace after = null;
        List<Summary> page;
        do {
            page = runs.page(RunFilter.ALL, after, 10);
            page.forEach(run -> read.add(run.alertId()));
            after = page.isEmpty() ? null : RunPlace.of(page.get(page.size() - 1));
        } while (!page.isEmpty());

        assertThat(read)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("alert-25")
                .endsWith("alert-1");
    }

    @Test
    void runsOfOneInstantAreAllShownOnce() {
        insert(1, 25);
        database.update("UPDATE defender_runs SET finished_at = ?", THEN);

        List<Summary> first = runs.page(RunFilter.ALL, null, 20);
        List<Summary> second = runs.page(RunFilter.ALL, RunPlace.of(first.get(19)), 20);

        assertThat(second).hasSize(5).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aPlaceCanBeWrittenAndRead() {
        RunPlace place = new RunPlace(THEN, "01930000-0000-7000-8000-000000000001");

        assertThat(RunPlace.of(place.toString())).contains(place);
        assertThat(RunPlace.of("1' OR 1=1")).isEmpty();
        assertThat(RunPlace.of("")).isEmpty();
    }

    @Test
    void everyFieldCanBeFilteredBy() {
        insert(1, 30);

        assertThat(ids(new RunFilter(Instant.ofEpochMilli(THEN + 29), null, null, null, null, null)))
                .containsExactly("alert-30", "alert-29");
        assertThat(runs.page(new RunFilter(null, Severity.LOW, null, null, null, null), null, 100))
                .hasSize(20)
                .allMatch(run -> run.severity() == Severity.LOW);
        assertThat(ids(new RunFilter(null, null, "parked", null, null, null)))
                .containsExactly("alert-30", "alert-20", "alert-10");
        assertThat(ids(new RunFilter(null, null, "refused", null, null, null))).containsExactly("alert-24", "alert-12");
        assertThat(ids(RunFilter.onDevice("device-7"))).containsExactly("alert-27", "alert-17", "alert-7");
        assertThat(ids(RunFilter.ofAlert("alert-3"))).containsExactly("alert-3");
    }

    @Test
    void textIsFoundInSmallLettersOrNotAndMeansWhatIsWritten() {
        insert(1, 12);
        database.update("UPDATE defender_runs SET title = '100% of Mimikatz_X' WHERE alert_id = 'alert-4'");

        assertThat(ids(text("mimikatz_x"))).containsExactly("alert-4");
        assertThat(ids(text("100%"))).containsExactly("alert-4");
        assertThat(ids(text("%"))).containsExactly("alert-4");
        assertThat(ids(text("_"))).containsExactly("alert-4");
        assertThat(ids(text("!"))).isEmpty();
        assertThat(ids(text("WS-3.corp"))).containsExactly("alert-3");
        assertThat(ids(text("' OR '1'='1"))).isEmpty();
    }

    @Test
    void aDeviceIsFoundByIdOrByTheNameItWasLastSeenUnder() {
        insert(1, 12);

        assertThat(runs.device("device-3")).contains("device-3");
        assertThat(runs.device("WS-3")).contains("device-3");
        assertThat(runs.device("ws-3.corp.example")).contains("device-3");
        assertThat(runs.device("ws-")).isEmpty();
    }

    @Test
    void anotherTenantsRunsAreNotSeen() {
        insert(1, 3);
        String id = runs.page(RunFilter.ALL, null, 1).get(0).id();
        Runs stranger = new Runs(new Database(database), "tenant-2");

        assertThat(stranger.page(RunFilter.ALL, null, 10)).isEmpty();
        assertThat(stranger.get(id)).isEmpty();
        assertThat(stranger.lastOf("alert-1")).isEmpty();
        assertThat(stranger.device("device-1")).isEmpty();
    }

    @Test
    void withManyRunsAPageReadsFewRows() {
        Assumptions.assumeTrue(System.getProperty(TestLedger.URL) == null, "asks H2 how many rows it read");
        insert(1, MANY);
        RunPlace middle =
                RunPlace.of(runs.page(new RunFilter(null, null, null, null, "alert-" + MANY / 2, null), null, 1)
                        .get(0));

        assertThat(rowsRead(RunFilter.ALL, null)).isLessThan(200);
        assertThat(rowsRead(RunFilter.ALL, middle)).isLessThan(200);
        assertThat(rowsRead(RunFilter.ofAlert("alert-77"), null)).isLessThan(200);
        assertThat(rowsRead(new RunFilter(Instant.ofEpochMilli(THEN + MANY - 50), null, null, null, null, null), null))
                .isLessThan(200);
        assertThat(rowsRead(new RunFilter(null, Severity.LOW, null, null, null, null), middle))
                .isLessThan(400);
        assertThat(rowsRead(RunFilter.onDevice("device-3"), null)).isLessThan(200);
        assertThat(rowsRead(RunFilter.onDevice("device-3"), middle)).isLessThan(200);
    }

    /** How many rows H2 looks at for a page of 50, by its own count. */
    private int rowsRead(RunFilter filter, RunPlace after) {
        List<Object> values = new ArrayList<>();
        String where = filter.where(TENANT, after, values);
        values.add(50);
        String plan = String.valueOf(database.rows(
                        "EXPLAIN ANALYZE SELECT id, alert_id, detail, title FROM defender_runs WHERE " + where
                                + filter.order() + " LIMIT ?",
                        values.toArray())
                .get(0)
                .values()
                .iterator()
                .next());
        return Pattern.compile("scanCount: (\\d+)")
                .matcher(plan)
                .results()
                .map((MatchResult count) -> Integer.valueOf(count.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> ids(RunFilter filter) {
        return runs.page(filter, null, 100).stream().map(Summary::alertId).toList();
    }

    private static RunFilter text(String text) {
        return new RunFilter(null, null, null, null, null, text);
    }

    /** One run a millisecond: every third is High, every tenth parked, every twelfth refused; ten devices in turn. */
    private void insert(int from, int until) {
        List<FinishedRun> batch = new ArrayList<>();
        for (int i = from; i <= until; i++) {
            batch.add(run(i));
            if (batch.size() == 1_000 || i == until) {
                List<FinishedRun> piece = List.copyOf(batch);
                new Database(database).transaction(c -> {
                    new RunTable(TENANT, new EventTable()).insertRuns(c, piece);
                    return null;
                });
                batch.clear();
            }
        }
    }

    private static FinishedRun run(int i) {
        Severity severity = i % 3 == 0 ? Severity.HIGH : Severity.LOW;
        return new FinishedRun(
                new Claim("alert-" + i, 1, Claim.ALERT, severity, 0, 0),
                i % 10 == 0 ? FinishedRun.Outcome.PARKED : FinishedRun.Outcome.DONE,
                true,
                severity,
                "a line for people",
                "{}",
                "[]",
                null,
                List.of(),
                0,
                THEN + i,
                THEN + i,
                new FinishedRun.Particulars(
                        "device-" + i % 10,
                        "ws-" + i % 10 + ".corp.example",
                        "A title",
                        "isolate",
                        "mode-enforce",
                        i % 12 == 0 ? "refused" : "requested",
                        null,
                        null,
                        null),
                List.of());
    }

    @Test
    void aRunIsReadAsItWasWritten() {
        insert(1, 1);
        Map<String, Object> row = database.rows("SELECT id FROM defender_runs").get(0);

        assertThat(runs.get((String) row.get("id"))).hasValueSatisfying(run -> {
            assertThat(run.summary().result()).isEqualTo("requested");
            assertThat(run.summary().rule()).isEqualTo("mode-enforce");
            assertThat(run.summary().deviceName()).isEqualTo("ws-1.corp.example");
            assertThat(run.take()).isOne();
            assertThat(run.alert()).isNull();
        });
        assertThat(Runs.isId((String) row.get("id"))).isTrue();
        assertThat(Runs.isId("da637292082891366787_322129023")).isFalse();
    }
}
