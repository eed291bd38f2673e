package io.github.defenderroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are whole ticks after a day of 2026; the answer's own time is far later unless told. */
class AlertWalkTest {
    private static final long DAY = Ticks.parse("2026-11-20T00:00:00Z").getAsLong();
    private static final long LATER = DAY + 1_000_000;

    @Test
    void aShortPageIsTheLast() {
        AlertWalk walk = walk(0, 3);

        Cursor cursor = walk.page(rows(1, 2), false, LATER);

        assertThat(walk.isMore()).isFalse();
        assertThat(cursor.positionTicks()).isEqualTo(DAY + 2);
    }

    @Test
    void anEmptyPageIsTheLastEvenWithALinkAndMovesNothing() {
        AlertWalk walk = walk(5, 3);

        assertThat(walk.page(List.of(), true, LATER)).isEqualTo(new Cursor(DAY + 5, DAY));
        assertThat(walk.isMore()).isFalse();
    }

    @Test
    void aFullPageIsFollowedByOneFromItsLastTimeOn() {
        AlertWalk walk = walk(0, 3);

        walk.page(rows(1, 2, 4), false, LATER);

        assertThat(walk.isMore()).isTrue();
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 4));
        assertThat(walk.getSkip()).isEmpty();
    }

    @Test
    void equalTimesAcrossTheEndOfAPageAreAskedForAgain() {
        AlertWalk walk = walk(0, 2);

        walk.page(rows(1, 2), false, LATER); // more of instant 2 may follow

        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 2));
    }

    @Test
    void anInstantThatFillsAPageIsSkippedThroughByHalfPages() {
        AlertWalk walk = walk(7, 4);

        walk.page(rows(7, 7, 7, 7), false, LATER);
        assertThat(walk.getSkip()).isEqualTo("2");
        walk.page(rows(7, 7, 7, 7), false, LATER);
        assertThat(walk.getSkip()).isEqualTo("4");
        walk.page(rows(7, 7, 8, 9), false, LATER);

        assertThat(walk.getSkip()).isEmpty();
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY + 9));
    }

    @Test
    void aShortPageWithALinkIsNotTheLast() {
        AlertWalk walk = walk(0, 100);

        walk.page(rows(1, 2), true, LATER);
        assertThat(walk.isMore()).isTrue();
        walk.page(rows(2), true, LATER);
        assertThat(walk.getSkip()).isEqualTo("1");
    }

    @Test
    void anUnsortedPageMovesTheCursorOnlyAtTheEndOfTheList() {
        AlertWalk walk = walk(0, 2);

        assertThat(walk.page(rows(9, 3), false, LATER)).isEqualTo(new Cursor(DAY, DAY));
        assertThat(walk.getFrom()).isEqualTo(Ticks.format(DAY));
        assertThat(walk.getSkip()).isEqualTo("1");
        assertThat(walk.page(rows(3, 8), false, LATER)).isEqualTo(new Cursor(DAY, DAY)); // sorted by chance
        assertThat(walk.getSkip()).isEqualTo("2");
        assertThat(walk.page(rows(5), false, LATER).positionTicks()).isEqualTo(DAY + 9);
    }

    @Test
    void aMissingTimeCountsAsUnsorted() {
        AlertWalk walk = walk(0, 2);
        List<Map<String, Object>> rows = rows(1, 2);
        rows.get(1).remove("lastUpdateTime");

        assertThat(walk.page(rows, false, LATER)).isEqualTo(new Cursor(DAY, DAY));
        assertThat(walk.getSkip()).isEqualTo("1");
    }

    @Test
    void aTimeInTheFutureMovesTheCursorNoFurtherThanTheAnswersOwnTime() {
        AlertWalk walk = walk(0, 2);
        long now = DAY + 10;
        List<Map<String, Object>> rows = rows(1, 1);
        rows.get(1).put("lastUpdateTime", "2099-01-01T00:00:00Z");

        assertThat(walk.page(rows, false, now).positionTicks()).isEqualTo(now);
        assertThat(walk.getFrom()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(walk.page(rows.subList(1, 2), false, now).positionTicks()).isEqualTo(now);
        assertThat(walk.isMore()).isFalse();
    }

    @Test
    void aTimeThatTheApiCouldNotBeAskedForIsNoTime() {
        assertThat(Ticks.parse("+12000-01-01T00:00:00Z")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aWalkFurtherBackDoesNotMoveThePositionBack() {
        var walk = new AlertWalk(DAY, 2, new Cursor(DAY + 100, DAY + 50), true, List.of());

        assertThat(walk.page(rows(1, 2), false, LATER).positionTicks()).isEqualTo(DAY + 100);
        assertThat(walk.page(rows(2), false, LATER).positionTicks()).isEqualTo(DAY + 100);
    }

    @Test
    void theOverlapIsHalfAPageBeforeTheEndOfALongPage() {
        assertThat(walk(0, 4).page(rows(1, 2, 3), false, LATER).overlapTicks()).isEqualTo(DAY + 2);
        assertThat(walk(0, 4).page(rows(1, 2), false, LATER).overlapTicks()).isEqualTo(DAY);
    }

    @Test
    void afterAWalkOfSeveralPagesTheNextBeginsHalfAPageBeforeTheEndOfTheLastLongOne() {
        AlertWalk walk = walk(0, 4);
        walk.page(rows(1, 2, 3, 4), false, LATER);

        Cursor cursor = walk.page(rows(4), false, LATER);

        assertThat(cursor).isEqualTo(new Cursor(DAY + 4, DAY + 3));
    }

    /** A list that changes while it is read: what is there before the end is seen by this walk or the next. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10})
    void noAlertIsMissedWhileTheListMoves(int pageSize) {
        for (int seed = 0; seed < 400; seed++) {
            new Simulation(new Random(seed), pageSize).run("page size " + pageSize + ", seed " + seed);
        }
    }

    /** Alerts as last-update times by id. Between two pages fewer than half a page of them changes. */
    private static final class Simulation {
        private final Random random;
        private final int pageSize;
        private final Map<String, Long> list = new LinkedHashMap<>();
        private long now = 10;

        Simulation(Random random, int pageSize) {
            this.random = random;
            this.pageSize = pageSize;
            for (int i = 0; i < random.nextInt(40); i++) {
                list.put("a" + i, (long) random.nextInt(8));
            }
        }

        void run(String name) {
            var cursor = new Cursor(DAY, DAY);
            Set<String> seen = new HashSet<>();
            Set<String> visible = Set.of();
            for (int i = 0; i < 2; i++) {
                var walk = new AlertWalk(cursor.overlapTicks(), pageSize, cursor, true, List.of());
                int pages = 0;
                while (walk.isMore()) {
                    assertThat(pages++).as("%s ends", name).isLessThan(500);
                    List<Map<String, Object>> rows = ask(walk);
                    rows.forEach(row -> seen.add(row.get("id") + "@" + row.get("lastUpdateTime")));
                    visible = i == 0 ? versions() : visible;
                    cursor = walk.page(rows, false, DAY + now);
                    move();
                }
            }
            visible.retainAll(versions()); // one that changed since is another sight of the same alert
            assertThat(seen).as(name).containsAll(visible);
        }

        private Set<String> versions() {
            Set<String> versions = new HashSet<>();
            list.forEach((id, time) -> versions.add(id + "@" + Ticks.format(DAY + time)));
            return versions;
        }

        private List<Map<String, Object>> ask(AlertWalk walk) {
            long from = Ticks.parse(walk.getFrom()).getAsLong();
            return list.entrySet().stream()
                    .filter(entry -> DAY + entry.getValue() >= from)
                    .map(entry -> row(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparing(row -> Alerts.updated(row).orElseThrow()))
                    .skip(walk.getSkip().isEmpty() ? 0 : Integer.parseInt(walk.getSkip()))
                    .limit(pageSize)
                    .toList();
        }

        private void move() {
            now++;
            int changes = random.nextInt((pageSize + 1) / 2);
            List<String> ids = new ArrayList<>(list.keySet());
            for (int i = 0; i < changes && !ids.isEmpty(); i++) {
                list.put(ids.get(random.nextInt(ids.size())), now);
            }
            if (random.nextInt(4) == 0) {
                list.put("new" + now, now);
            }
        }
    }

    private static AlertWalk walk(long position, int pageSize) {
        return new AlertWalk(DAY + position, pageSize, new Cursor(DAY + position, DAY), true, List.of());
    }

    private static List<Map<String, Object>> rows(long... times) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long time : times) {
            rows.add(row("a" + rows.size(), time));
        }
        return rows;
    }

    private static Map<String, Object> row(String id, long time) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("lastUpdateTime", Ticks.format(DAY + time));
        return row;
    }
}
