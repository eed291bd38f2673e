package io.github.defenderroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Cursor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Times are whole ticks after a day of 2026. What may isolate has an id that begins with H. */
class SevereFirstTest {
    private static final long DAY = Ticks.parse("2026-11-20T00:00:00Z").getAsLong();
    private static final long LATER = DAY + 1_000_000;
    private static final String SEVERE = "severity eq 'High'";

    @Test
    void aShortFirstPageIsNoStormAndAsksForNothingMore() {
        SevereFirst walk = walk(3, "");

        assertThat(walk.page(List.of(row("L", 1)), false, LATER)).isPresent();

        assertThat(walk.isMore()).isFalse();
        assertThat(walk.isStorm()).isFalse();
    }

    @Test
    void afterAFullFirstPageTheSevereOnesAreAskedForFromWhereItEnded() {
        SevereFirst walk = walk(2, "");
        assertThat(walk.getFilter()).isEmpty();

        walk.page(List.of(row("L", 1), row("L", 2)), false, LATER);

        assertThat(walk.isStorm()).isTrue();
        assertThat(walk.isSevere()).isTrue();
        assertThat(walk.getFilter()).isEqualTo(SEVERE);
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 2));
        assertThat(walk.getSkip()).isEmpty();
    }

    @Test
    void whoeverTakesOverAsksForThePagesThatAreLeft() {
        AtomicBoolean calledOff = new AtomicBoolean();
        SevereFirst walk = walk(2, "");
        walk.until(calledOff::get);
        walk.page(List.of(row("L", 1), row("L", 2)), false, LATER);
        assertThat(walk.isMore()).isTrue();

        calledOff.set(true);

        assertThat(walk.isMore()).isFalse();
        assertThat(walk.isDone()).as("it has not come to the end of the list").isFalse();
    }

    @Test
    void theSevereOnesMoveNoCursorAndLeaveTheOrdinaryWalkWhereItWas() {
        SevereFirst walk = walk(2, "");
        Cursor after =
                walk.page(List.of(row("L", 1), row("L", 2)), false, LATER).orElseThrow();

        assertThat(walk.page(List.of(row("H", 900)), false, LATER)).isEmpty();

        assertThat(after.positionTicks()).isEqualTo(DAY + 2);
        assertThat(walk.isSevere()).isFalse();
        assertThat(walk.getFilter()).isEmpty();
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 2));
        assertThat(walk.page(List.of(row("L", 2)), false, LATER).orElseThrow().positionTicks())
                .isEqualTo(DAY + 2);
        assertThat(walk.isMore()).isFalse();
    }

    @Test
    void severeOnesThatFillTheirPageAreAskedForToTheirEnd() {
        SevereFirst walk = walk(2, "");
        walk.page(List.of(row("L", 1), row("L", 2)), false, LATER);

        walk.page(List.of(row("H", 5), row("H", 7)), false, LATER);

        assertThat(walk.isSevere()).isTrue();
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 7));
    }

    @Test
    void theyAreAskedForOnceInAWalk() {
        SevereFirst walk = walk(2, "");
        walk.page(List.of(row("L", 1), row("L", 2)), false, LATER);
        walk.page(List.of(), false, LATER);

        walk.page(List.of(row("L", 2), row("L", 3)), false, LATER);

        assertThat(walk.isSevere()).isFalse();
        assertThat(walk.isMore()).isTrue();
    }

    @Test
    void aPageOfSevereOnesOnlyIsFollowedByTheNextPage() {
        SevereFirst walk = walk(2, "");

        walk.page(List.of(row("H", 1), row("H", 2)), false, LATER);

        assertThat(walk.isSevere()).isFalse();
        assertThat(walk.isStorm()).isTrue();
    }

    @Test
    void whereNothingIsolatesNothingIsAskedForFirst() {
        SevereFirst walk = new SevereFirst(ordinary(2), 2, AlertSource.DEFENDER, "", "", alert -> false);

        walk.page(List.of(row("L", 1), row("L", 2)), false, LATER);

        assertThat(walk.isSevere()).isFalse();
    }

    @Test
    void theFilterOfTheEngineerHoldsForThemToo() {
        SevereFirst walk = walk(1, "category eq 'A' or category eq 'B'");
        assertThat(walk.getFilter()).isEqualTo("category eq 'A' or category eq 'B'");

        walk.page(List.of(row("L", 1)), false, LATER);

        assertThat(walk.getFilter()).isEqualTo("(category eq 'A' or category eq 'B') and " + SEVERE);
    }

    @Test
    void whateverTheListHoldsEveryAlertIsSeenAndTheSevereOnesBeforeTheThirdPage() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int pageSize = 1 + random.nextInt(5);
            List<Map<String, Object>> list = LongStream.range(0, random.nextInt(40))
                    .mapToObj(i -> row(random.nextInt(5) == 0 ? "H" + i : "L" + i, i / 3))
                    .toList();
            Set<Object> seen = new TreeSet<>();
            SevereFirst walk = walk(pageSize, "");
            int ordinaryPages = 0;
            while (walk.isMore()) {
                boolean severe = walk.isSevere();
                List<Map<String, Object>> page = ask(walk, list, pageSize);
                page.forEach(row -> seen.add(row.get("id")));
                walk.page(page, false, LATER);
                ordinaryPages += severe ? 0 : 1;
                if (ordinaryPages == 1
                        && walk.isMore()
                        && !walk.isSevere()
                        && !page.stream().allMatch(this::isSevere)) {
                    assertThat(seen)
                            .as("seed %d", seed)
                            .containsAll(
                                    ids(list.stream().filter(this::isSevere).toList()));
                }
                assertThat(ordinaryPages).as("seed %d ends", seed).isLessThan(500);
            }
            assertThat(seen).as("seed %d", seed).containsAll(ids(list));
        }
    }

    private List<Map<String, Object>> ask(SevereFirst walk, List<Map<String, Object>> list, int pageSize) {
        long from = Ticks.parse(walk.getFrom()).getAsLong();
        return list.stream()
                .filter(row -> Ticks.parse(row.get("lastUpdateTime")).getAsLong() >= from)
                .filter(row -> walk.getFilter().isEmpty() || isSevere(row))
                .skip(walk.getSkip().isEmpty() ? 0 : Integer.parseInt(walk.getSkip()))
                .limit(pageSize)
                .toList();
    }

    private static List<Object> ids(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("id")).toList();
    }

    private boolean isSevere(Map<String, Object> row) {
        return row.get("id").toString().startsWith("H");
    }

    private SevereFirst walk(int pageSize, String filter) {
        return new SevereFirst(ordinary(pageSize), pageSize, AlertSource.DEFENDER, filter, SEVERE, this::isSevere);
    }

    private static AlertWalk ordinary(int pageSize) {
        return new AlertWalk(DAY, pageSize, new Cursor(DAY, DAY), true, List.of());
    }

    private static Map<String, Object> row(String id, long time) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("lastUpdateTime", Ticks.format(DAY + time));
        return row;
    }
}
