package io.github.defenderroutes.defender;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/** An operation of the API whose end Microsoft has announced. */
public enum Retirement {
    /**
     * Announced in January 2026 (message centre MC1220762); the documentation of Graph and of the connector name the day. A
     * digest by others says a day earlier.
     */
    ADVANCED_HUNTING(
            "/api/advancedqueries/run",
            LocalDate.of(2027, 2, 1),
            "hunt on Microsoft Graph instead (defender-run-hunting-query-action); its tables and permission differ");

    private final String path;
    private final LocalDate date;
    private final String instead;

    Retirement(String path, LocalDate date, String instead) {
        this.path = path;
        this.date = date;
        this.instead = instead;
    }

    /** What a request to this path will lose. */
    static Optional<Retirement> of(String path) {
        String plain = path.replaceFirst("^/api/v1\\.0/", "/api/").replaceFirst("[?#].*$", "");
        return Arrays.stream(values())
                .filter(retirement -> retirement.path.equalsIgnoreCase(plain))
                .findFirst();
    }

    public String path() {
        return path;
    }

    /** From this day on it does not work. */
    public LocalDate date() {
        return date;
    }

    /** What to do, as a clause. */
    public String instead() {
        return instead;
    }
}
