package io.github.defenderroutes.guardrails;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * That now is one of these times of the week, on one of these days.
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
        return Match.of((windows.isEmpty() || windows.stream().anyMatch(window -> window.isOpen(now)))
                && (dates.isEmpty() || dates.stream().anyMatch(days -> days.contains(now.toLocalDate()))));
    }

    @Override
    public Object seen(Situation situation) {
        return "%s %s".formatted(here(situation).truncatedTo(ChronoUnit.MINUTES), zone);
    }

    @Override
    public boolean covers(Condition other) {
        return equals(other);
    }

    /** Whether none of its days comes any more. */
    boolean isOver(Situation situation) {
        return !dates.isEmpty()
                && dates.stream()
                        .allMatch(days -> days.last().isBefore(here(situation).toLocalDate()));
    }

    private LocalDateTime here(Situation situation) {
        return situation.now().atZone(zone).toLocalDateTime();
    }
}
