package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Isolation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One look at how isolations are getting on: what is asked of Defender, and what it lists. Belongs to one exchange. */
public final class FollowRound {
    static final int PAGE = 1000;

    /** One question for machine actions; an empty text leaves its part out. */
    private record Question(String machineId, String filter) {}

    private final long beganAt;
    private final Map<String, Object> actions = new LinkedHashMap<>();
    private final Deque<Question> questions = new ArrayDeque<>();
    private List<Isolation> records = List.of();
    private int skip;
    private Map<String, List<Object>> byDevice; // null until all is read

    /** @param beganAt the time of the look, in milliseconds since 1970 */
    FollowRound(long beganAt) {
        this.beganAt = beganAt;
    }

    /** Asks for all isolations and releases since a time at once, whatever the device. */
    void askTogether(List<Isolation> about, long sinceMillis) {
        ask(about, new Question("", since(sinceMillis) + " and (type eq 'Isolate' or type eq 'Unisolate')"));
    }

    /** The same without {@code or}. */
    void askByType(List<Isolation> about, long sinceMillis) {
        ask(
                about,
                new Question("", since(sinceMillis) + " and type eq 'Isolate'"),
                new Question("", since(sinceMillis) + " and type eq 'Unisolate'"));
    }

    /** Asks for each device by itself, as isolate-device does. */
    void askByDevice(List<Isolation> about) {
        ask(
                about,
                about.stream()
                        .map(record -> new Question(record.deviceId(), ""))
                        .toArray(Question[]::new));
    }

    private void ask(List<Isolation> about, Question... asked) {
        records = List.copyOf(about);
        skip = 0;
        actions.clear();
        byDevice = null;
        questions.clear();
        questions.addAll(List.of(asked));
    }

    private static String since(long millis) {
        return "creationDateTimeUtc ge " + Ticks.format(Ticks.ofMillis(millis));
    }

    /** Whether there is something left to ask. */
    public boolean isMore() {
        return !questions.isEmpty();
    }

    public String getMachineId() {
        return questions.getFirst().machineId();
    }

    public String getFilter() {
        return questions.getFirst().filter();
    }

    public String getTop() {
        return String.valueOf(PAGE);
    }

    /** Reads as empty for the first page, so that an ordinary question has no {@code $skip}. */
    public String getSkip() {
        return skip == 0 ? "" : String.valueOf(skip);
    }

    /**
     * Takes in a page. The next is asked for if it is full or says that there is more, and brought something new.
     *
     * @throws DefenderUnavailableException if the answer holds no list: that is not the same as an empty one
     */
    void page(Map<String, ?> answer) {
        if (answer == null || !(answer.get("value") instanceof Collection<?> rows)) {
            throw new DefenderUnavailableException(
                    "Defender's answer to list-machine-actions holds no list of actions");
        }
        int before = actions.size();
        byDevice = null;
        for (Object row : rows) {
            if (row instanceof Map<?, ?> action && action.get("id") instanceof String id) {
                actions.put(id, row);
            }
        }
        boolean more =
                rows.size() >= PAGE || Alerts.text(answer, "@odata.nextLink").isPresent();
        if (more && actions.size() > before) {
            skip += rows.size();
        } else {
            questions.removeFirst();
            skip = 0;
        }
    }

    long beganAt() {
        return beganAt;
    }

    /** The records of which Defender was asked. */
    List<Isolation> records() {
        return records;
    }

    /** What Defender lists for the device of this record. */
    MachineActions about(Isolation record) {
        if (byDevice == null) {
            byDevice = actions.values().stream().collect(Collectors.groupingBy(FollowRound::device));
        }
        List<Object> listed = byDevice.getOrDefault(record.deviceId().toLowerCase(Locale.ROOT), List.of());
        return new MachineActions(Map.of("value", listed), record.deviceId());
    }

    private static String device(Object action) {
        return action instanceof Map<?, ?> row && row.get("machineId") instanceof String id
                ? id.toLowerCase(Locale.ROOT)
                : "";
    }
}
