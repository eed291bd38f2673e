package io.github.defenderroutes.handover;

import io.github.defenderroutes.ledger.Offered.Sorted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The ids that a message has brought, as far as something is to be done about them. */
public final class Received {
    private final Sorted ids;
    private final Deque<String> strangers = new ArrayDeque<>();
    private String asking;
    private boolean stopped;

    Received(Sorted ids) {
        this.ids = ids;
    }

    /** Alerts that wait to be handled, as maps with only their ids. */
    public List<Map<String, Object>> getWaiting() {
        return ids.waiting().stream().map(Received::alert).toList();
    }

    /** Those of which the ledger knows nothing. */
    List<String> unseen() {
        return ids.unseen();
    }

    /** Goes through these of them, until {@link #stop}. */
    Iterator<Map<String, Object>> each(List<String> wanted) {
        strangers.addAll(wanted);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !strangers.isEmpty();
            }

            @Override
            public Map<String, Object> next() {
                asking = strangers.remove();
                return alert(asking);
            }
        };
    }

    /**
     * Gives up.
     *
     * @return the one that was asked about, and those whose turn had not come
     */
    List<String> stop() {
        strangers.addFirst(asking);
        List<String> left = List.copyOf(strangers);
        strangers.clear();
        stopped = true;
        return left;
    }

    boolean isStopped() {
        return stopped;
    }

    private static Map<String, Object> alert(String id) {
        return Map.of("id", id);
    }
}
