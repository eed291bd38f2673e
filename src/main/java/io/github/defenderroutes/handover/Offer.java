package io.github.defenderroutes.handover;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.Devices;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Alerts that are being handed over: several in a message, in the order given. */
public final class Offer {
    private final List<Map<String, Object>> unreadable;
    private final Deque<List<String>> messages = new ArrayDeque<>();
    private List<String> sending = List.of();

    Offer(List<Map<String, Object>> alerts) {
        unreadable = alerts.stream()
                .filter(alert -> UnreadableAlert.problem(alert).isPresent())
                .toList();
        List<String> ids = alerts.stream()
                .filter(alert -> UnreadableAlert.problem(alert).isEmpty())
                .map(alert -> Alerts.id(alert).orElseThrow())
                .toList();
        for (int from = 0; from < ids.size(); from += Devices.GROUP) {
            messages.add(ids.subList(from, Math.min(from + Devices.GROUP, ids.size())));
        }
    }

    /** Entries of the list that nobody can read again by an id; they are handled where they were read. */
    public List<Map<String, Object>> getUnreadable() {
        return unreadable;
    }

    /** The messages, until {@link #stop}. */
    public Iterator<String> getMessages() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !messages.isEmpty();
            }

            @Override
            public String next() {
                sending = messages.remove();
                return MessageText.of(sending);
            }
        };
    }

    /**
     * Gives up.
     *
     * @return the ids of which no message is known to have been sent
     */
    List<String> stop() {
        messages.addFirst(sending);
        List<String> left = messages.stream().flatMap(List::stream).toList();
        messages.clear();
        return left;
    }
}
