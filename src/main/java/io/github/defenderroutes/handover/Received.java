package io.github.defenderroutes.handover;

import io.github.defenderroutes.ledger.Offered.Sorted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The ids that a message has brought, as far as something is to be done about them. */
public final class Received {
    private final Sorted ids;
    private final Deque<String> strangers = new ArrayDeque<>();
    private final Collection<String> toForget = new ArrayList<>();
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
        toForget.addAll(wanted);
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

    /** The id that is being asked about. */
    String asking() {
        return asking;
    }

    /** What is being asked about is no alert for us. */
    void isNone() {
        toForget.remove(asking);
    }

    /** The strangers that we need not remember: the ledger does, if they were taken; if not, they may come again. */
    Collection<String> toForget() {
        return toForget;
    }

    /** Gives up: the others are not asked about. */
    void stop() {
        strangers.clear();
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private static Map<String, Object> alert(String id) {
        return Map.of("id", id);
    }
}
