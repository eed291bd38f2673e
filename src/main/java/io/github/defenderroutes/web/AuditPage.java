package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.web.Reply.Shown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What people did lately. */
final class AuditPage {
    private static final List<Integer> SPANS = List.of(1, 7, 30);
    private static final int USUAL = 7;
    private static final int SHOWN = 500;

    private final Audit audit;
    private final Clock clock;

    AuditPage(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    Reply show(Visit visit) {
        int span = visit.chosen("days", SPANS, USUAL);
        Deque<Audit.Entry> newest = new ArrayDeque<>();
        audit.since(clock.instant().minus(Duration.ofDays(span)), entry -> {
            newest.addFirst(entry);
            if (newest.size() > SHOWN) {
                newest.removeLast();
            }
        });
        return new Shown("audit", Map.of("entries", List.copyOf(newest), "span", span, "spans", SPANS, "most", SHOWN));
    }
}
