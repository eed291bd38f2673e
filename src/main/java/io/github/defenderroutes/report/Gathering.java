package io.github.defenderroutes.report;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.ledger.Figures.WouldIsolate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A report while its route asks Defender: the questions that are left, and what was answered. */
public final class Gathering {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 10;

    private final Instant from;
    private final Instant until;
    private final List<WouldIsolate> decisions;
    private final Deque<List<String>> questions = new ArrayDeque<>();
    private final Map<String, String> verdicts = new HashMap<>();
    private final Map<String, Map<String, Object>> actions = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean moreActions = true;
    private boolean byTypeOnly;
    private int pages;

    /**
     * @param decisions what would have been isolated, the oldest first
     * @param alerts the ids of the alerts of which it is asked how they stand
     */
    Gathering(Instant from, Instant until, List<WouldIsolate> decisions, List<String> alerts) {
        this.from = from;
        this.until = until;
        this.decisions = decisions;
        for (int first = 0; first < alerts.size(); first += Devices.GROUP) {
            questions.add(alerts.subList(first, Math.min(first + Devices.GROUP, alerts.size())));
        }
    }

    /** Whether there are alerts left to ask for. */
    public boolean isMoreAlerts() {
        return !questions.isEmpty();
    }

    /** The ids of the next alerts. */
    public List<String> getIds() {
        return questions.getFirst();
    }

    /** Takes in an answer to list alerts. */
    void alerts(Map<String, ?> answer) {
        List<String> asked = questions.removeFirst();
        if (answer == null || !(answer.get("value") instanceof Collection<?> rows)) {
            notes.add("Defender's answer about %d alerts holds no list.".formatted(asked.size()));
            return;
        }
        asked.forEach(id -> verdicts.put(id, Verdict.GONE));
        rows(rows).forEach(alert -> Alerts.id(alert).ifPresent(id -> verdicts.put(id, Verdict.of(alert))));
    }

    /** How the alerts stand cannot be found out now: no more of them are asked for. */
    void alertsUnknown(Exception problem) {
        notes.add("How the alerts were closed is not known in full: " + sentence(problem));
        questions.clear();
    }

    /** Whether there are machine actions left to ask for. */
    public boolean isMoreActions() {
        return moreActions;
    }

    /** The condition that machine actions must meet. That type and time can be asked for together is not confirmed. */
    public String getFilter() {
        return "type eq 'Isolate'" + (byTypeOnly ? "" : " and creationDateTimeUtc ge " + Ticks.format(Ticks.of(from)));
    }

    public String getTop() {
        return String.valueOf(PAGE);
    }

    /** Reads as empty for the first page. */
    public String getSkip() {
        return pages == 0 ? "" : String.valueOf(pages * PAGE);
    }

    /** Takes in a page of machine actions. */
    void actions(Map<String, ?> answer) {
        if (answer == null || !(answer.get("value") instanceof Collection<?> rows)) {
            throw new DefenderUnavailableException(
                    "Defender's answer to list-machine-actions holds no list of actions");
        }
        int before = actions.size();
        rows(rows).forEach(action -> Alerts.id(action).ifPresent(id -> actions.put(id, action)));
        pages++;
        boolean full = rows.size() >= PAGE && actions.size() > before;
        if (full && pages == MOST_PAGES) {
            notes.add("There are more isolations than the %d that were looked at.".formatted(actions.size()));
        }
        moreActions = full && pages < MOST_PAGES;
    }

    /** The question was not answered. A filter that Defender refuses is put more simply, once. */
    void actionsUnknown(Exception problem) {
        if (!byTypeOnly && problem instanceof DefenderRefusedException refusal && refusal.getStatus() == 400) {
            byTypeOnly = true;
            return;
        }
        notes.add("Whom others isolated is not known in full: " + sentence(problem));
        moreActions = false;
    }

    private static String sentence(Exception problem) {
        String said = String.valueOf(problem.getMessage());
        return said.endsWith(".") ? said : said + ".";
    }

    Instant from() {
        return from;
    }

    Instant until() {
        return until;
    }

    List<WouldIsolate> decisions() {
        return decisions;
    }

    /** How the alerts stand, as far as that was found out. */
    Map<String, String> verdicts() {
        return verdicts;
    }

    /** The isolations that were asked for in that time, by whomever. */
    List<Map<String, Object>> isolations() {
        long first = Ticks.of(from);
        long last = Ticks.of(until);
        return actions.values().stream()
                .filter(action ->
                        "isolate".equalsIgnoreCase(Alerts.text(action, "type").orElse("")))
                .filter(action -> {
                    OptionalLong created = Ticks.parse(action.get("creationDateTimeUtc"));
                    return created.isPresent() && created.getAsLong() >= first && created.getAsLong() <= last;
                })
                .toList();
    }

    List<String> notes() {
        return notes;
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static List<Map<String, Object>> rows(Collection<?> rows) {
        return rows.stream()
                .filter(Map.class::isInstance)
                .map(row -> (Map<String, Object>) row)
                .toList();
    }
}
