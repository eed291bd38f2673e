package io.github.defenderroutes.standin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every request in the order of arrival. */
final class CallLog {

    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();

    CallLog(Clock clock) {
        this.clock = clock;
    }

    synchronized Entry opened(String operation, Request request) {
        Entry entry = new Entry(operation, request, clock.instant());
        entries.add(entry);
        return entry;
    }

    synchronized List<Call> all() {
        return entries.stream().map(Entry::call).toList();
    }

    synchronized void clear() {
        entries.clear();
    }

    static final class Entry {

        private final String operation;
        private final Request request;
        private final Instant at;
        private volatile int status;

        private Entry(String operation, Request request, Instant at) {
            this.operation = operation;
            this.request = request;
            this.at = at;
        }

        void answered(int answeredStatus) {
            status = answeredStatus;
        }

        private Call call() {
            return new Call(
                    operation,
                    request.method(),
                    request.path(),
                    Collections.unmodifiableMap(request.query()),
                    Collections.unmodifiableMap(request.headers()),
                    request.text(),
                    status,
                    at);
        }
    }
}
