package io.github.defenderroutes.guardrails;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of the week: {@code Mon-Fri 08:00-18:00}. One that ends before it begins goes over midnight and belongs to the day
 * on which it begins.
 *
 * @param from in minutes since midnight
 * @param to in minutes since midnight, not included; up to 1,440
 */
record WeeklyWindow(Set<DayOfWeek> days, int from, int to) {
    private static final int DAY = 24 * 60;
    private static final String TIME = "(\\d{1,2}):(\\d\\d)";
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z]+)(?:\\s*-\\s*([A-Za-z]+))?)?\\s*(?:" + TIME + "\\s*-\\s*" + TIME + ")?");
    private static final String EXAMPLES = "To fix: write Mon-Fri 08:00-18:00, Sat, or 22:00-06:00.";

    /** @throws IllegalArgumentException with problem and remedy */
    static WeeklyWindow of(String written) {
        Matcher form = FORM.matcher(written.strip());
        if (written.isBlank() || !form.matches()) {
            throw new IllegalArgumentException("is no time of the week. " + EXAMPLES);
        }
        Set<DayOfWeek> days = form.group(1) == null
                ? EnumSet.allOf(DayOfWeek.class)
                : days(day(form.group(1)), day(form.group(2) == null ? form.group(1) : form.group(2)));
        if (form.group(3) == null) {
            return new WeeklyWindow(days, 0, DAY);
        }
        int from = minutes(form.group(3), form.group(4));
        int to = minutes(form.group(5), form.group(6));
        if (from == to || from == DAY) {
            throw new IllegalArgumentException(
                    "never opens. To fix: let it end at another time than it begins; 00:00-24:00 is a whole day.");
        }
        return new WeeklyWindow(days, from, to);
    }

    /** The day to which it belongs if it is open at that time; empty if it is closed. */
    Optional<LocalDate> opened(LocalDateTime time) {
        int minute = time.getHour() * 60 + time.getMinute();
        boolean sinceYesterday = isOvernight() && minute < to;
        LocalDate day = time.toLocalDate().minusDays(sinceYesterday ? 1 : 0);
        boolean open = sinceYesterday || from <= minute && (isOvernight() || minute < to);
        return open && days.contains(day.getDayOfWeek()) ? Optional.of(day) : Optional.empty();
    }

    boolean isOvernight() {
        return to < from;
    }

    private static Set<DayOfWeek> days(DayOfWeek first, DayOfWeek last) {
        Set<DayOfWeek> days = EnumSet.of(last);
        for (DayOfWeek day = first; day != last; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return List.of(DayOfWeek.values()).stream()
                .filter(day ->
                        day.name().equals(upper) || day.name().substring(0, 3).equals(upper))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "names no day that we know: %s. To fix: use Mon, Tue, Wed, Thu, Fri, Sat or Sun."
                                .formatted(word)));
    }

    private static int minutes(String hours, String minutes) {
        int time = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        if (time > DAY || Integer.parseInt(minutes) > 59) {
            throw new IllegalArgumentException(
                    "names a time that no day has: %s:%s. %s".formatted(hours, minutes, EXAMPLES));
        }
        return time;
    }
}
