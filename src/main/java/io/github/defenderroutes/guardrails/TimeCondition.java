package io.github.defenderroutes.guardrails;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * That now is one of these times of the week, on one of these days: a night belongs to the day on which it begins.
 *
 * @param windows none means at any time
 * @param dates none means on any day
 */
record TimeCondition(ZoneId zone, List<WeeklyWindow> windows, List<DateRange> dates) implements Condition {
    @Override
    public String field() {
        return "time";
    }

    @Override
    public Match match(Situation situation) {
        LocalDateTime now = here(situation);
        return Match.of(
                windows.isEmpty()
                        ? isNamed(now.toLocalDate())
                        : windows.stream()
                                .flatMap(window -> window.opened(now).stream())
                                .anyMatch(this::isNamed));
    }

    private boolean isNamed(LocalDate day) {
        return dates.isEmpty() || dates.stream().anyMatch(days -> days.contains(day));
    }

    @Override
    public Object seen(Situation situation) {
        return "%s %s".formatted(here(situation).truncatedTo(ChronoUnit.MINUTES), zone);
    }

    @Override
    public boolean covers(Condition other) {
        return equals(other);
    }

    /** Whether none of its days comes any more, nor the night of its last day still lasts. */
    boolean isOver(Situation situation) {
        LocalDate first =
                here(situation).toLocalDate().minusDays(windows.stream().anyMatch(WeeklyWindow::isOvernight) ? 1 : 0);
        return !dates.isEmpty() && dates.stream().allMatch(days -> days.last().isBefore(first));
    }

    private LocalDateTime here(Situation situation) {
        return situation.now().atZone(zone).toLocalDateTime();
    }
}
