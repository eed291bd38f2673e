package io.github.defenderroutes.guardrails;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Days from the first to the last, both included. */
record DateRange(LocalDate first, LocalDate last) {

    /**
     * @param written {@code 2026-12-24}, or {@code 2026-12-24 to 2027-01-01}
     * @throws IllegalArgumentException with problem and remedy
     */
    static DateRange of(String written) {
        String[] days = written.strip().split("\\s+to\\s+", -1);
        try {
            LocalDate first = LocalDate.parse(days[0]);
            LocalDate last = LocalDate.parse(days[days.length - 1]);
            if (days.length > 2) {
                throw new DateTimeException("more than two days");
            }
            if (last.isBefore(first)) {
                throw new IllegalArgumentException("ends before it begins. To fix: write the earlier day first.");
            }
            return new DateRange(first, last);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is no day, nor days from one to another. To fix: write 2026-12-24 or 2026-12-24 to 2027-01-01.",
                    e);
        }
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
