package io.github.defenderroutes.release;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Devices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One review of isolations: which of their alerts are still to be read, and what was read. Of each isolation one alert is
 * asked for first, so that those with an open alert, which are most, cost little. Belongs to one exchange.
 */
public final class Review {
    /** So many questions in one review; what is left has its turn at the next. */
    private static final int MOST_QUESTIONS = 40;

    /** What is known about the alerts of one isolation. */
    private static final class Standing {
        private final Deque<String> unread;
        private final List<Closing> closings = new ArrayList<>();
        private final int count;
        private boolean open;

        Standing(List<String> alertIds) {
            unread = new ArrayDeque<>(alertIds);
            count = alertIds.size();
            open = alertIds.isEmpty() || alertIds.stream().anyMatch(Finding::isId); // nobody closes what a hunt found
        }
    }

    private final Map<String, Standing> isolations = new LinkedHashMap<>();
    private int groupSize = Devices.GROUP;
    private int asked;
    private String last = "";

    /** @param alerts of each isolation the ids of its alerts */
    Review(Map<String, List<String>> alerts) {
        alerts.forEach((isolation, ids) -> isolations.put(isolation, new Standing(ids)));
    }

    /** Whether there is something left to ask. */
    public boolean isMore() {
        return asked < MOST_QUESTIONS && !getIds().isEmpty();
    }

    /** The alerts to ask for next. */
    public List<String> getIds() {
        Set<String> ids = new LinkedHashSet<>();
        List<Standing> candidates = isolations.values().stream()
                .filter(standing -> !standing.open && !standing.unread.isEmpty())
                .toList();
        candidates.stream().limit(groupSize).forEach(standing -> ids.add(standing.unread.getFirst()));
        Iterator<String> more = candidates.stream()
                .flatMap(standing -> standing.unread.stream())
                .iterator();
        while (ids.size() < groupSize && more.hasNext()) {
            ids.add(more.next());
        }
        return List.copyOf(ids);
    }

    /** Takes in an answer; an alert that it does not show counts as open. */
    void read(Map<String, ?> answer) {
        if (answer == null || !(answer.get("value") instanceof Collection<?> alerts)) {
            throw new DefenderUnavailableException("Defender's answer to list-alerts holds no list of alerts");
        }
        Map<String, Closing> closings = new LinkedHashMap<>();
        for (Object row : alerts) {
            if (row instanceof Map<?, ?> map) {
                Map<String, Object> alert = json(map);
                Alerts.id(alert).ifPresent(id -> Closing.of(alert).ifPresent(closing -> closings.put(id, closing)));
            }
        }
        take(closings);
    }

    /** Takes in the one alert that was asked for; empty if Defender does not know it: then it counts as open. */
    void readOne(Optional<Map<String, ?>> alert) {
        Optional<Closing> closing = alert.flatMap(Closing::of);
        take(closing.map(found -> Map.of(getIds().get(0), found)).orElse(Map.of()));
    }

    private void take(Map<String, Closing> closings) {
        List<String> ids = getIds();
        asked++;
        isolations.forEach((isolation, standing) -> {
            for (String id : ids) {
                if (standing.unread.remove(id)) {
                    Closing closing = closings.get(id);
                    standing.open |= closing == null;
                    standing.closings.add(closing);
                    last = isolation;
                }
            }
        });
    }

    /** From now on one by one. */
    void singly() {
        groupSize = 1;
    }

    /** Whether alerts are asked for one by one. */
    public boolean isSingle() {
        return groupSize == 1;
    }

    /** The last isolation that was asked about; empty if none was. */
    String last() {
        return last;
    }

    /** Of each isolation of which every alert is closed, in what way each is. */
    Map<String, List<Closing>> closed() {
        Map<String, List<Closing>> closed = new LinkedHashMap<>();
        isolations.forEach((isolation, standing) -> {
            if (!standing.open && standing.closings.size() == standing.count) {
                closed.put(isolation, List.copyOf(standing.closings));
            }
        });
        return closed;
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> json(Map<?, ?> alert) {
        return (Map<String, Object>) alert;
    }
}
