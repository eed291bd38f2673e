package io.github.defenderroutes.standin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What goes wrong, by operation name ({@code list-alerts}, {@code isolate}, {@code token} ...) or {@link #ANY}.
 *
 * <p>Of several, the first applies: next of the operation, next of ANY, always of the operation, always of ANY. Faults
 * come before the token check; the quota counts calls that passed it.
 */
public final class Faults {

    /** Stands for every operation, also {@code token} and {@code unknown}. */
    public static final String ANY = "*";

    private record Standing(Fault fault, Instant until) {}

    private final Clock clock;
    private final Map<String, Deque<Fault>> next = new HashMap<>();
    private final Map<String, Standing> standing = new HashMap<>();
    private final Map<String, Duration> latency = new HashMap<>();
    private final Map<String, Quota> quotas = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private Duration skew = Duration.ZERO;

    Faults(Clock clock) {
        this.clock = clock;
    }

    /** The next calls of this operation go wrong, one fault each, in this order; adds to what is already scripted. */
    public synchronized Faults next(String operation, Fault... faults) {
        next.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
        return this;
    }

    /** The next so many calls of this operation go wrong. */
    public synchronized Faults times(String operation, int calls, Fault fault) {
        for (int i = 0; i < calls; i++) {
            next(operation, fault);
        }
        return this;
    }

    /** Every call of this operation goes wrong until {@link #clear}. */
    public synchronized Faults always(String operation, Fault fault) {
        standing.put(operation, new Standing(fault, Instant.MAX));
        return this;
    }

    /** Every call of this operation goes wrong for this long by the stand-in's clock. */
    public synchronized Faults during(String operation, Duration time, Fault fault) {
        standing.put(operation, new Standing(fault, clock.instant().plus(time)));
        return this;
    }

    /** Every answer of this operation takes at least this long (real time). */
    public synchronized Faults latency(String operation, Duration time) {
        latency.put(operation, time);
        return this;
    }

    /** Every answer of this operation waits until {@link #clear}; what is asked is carried out at once. */
    public synchronized Faults hold(String operation) {
        held.add(operation);
        return this;
    }

    /** Every Date header is off by this much. */
    public synchronized Faults clockSkew(Duration by) {
        skew = by;
        return this;
    }

    /**
     * A real quota: more calls per sliding minute or hour answer 429 with Retry-After. {@link #ANY} gives every operation
     * a quota of its own; how the service cuts its buckets is unconfirmed. Documented default: 100 and 1,500.
     */
    public synchronized Faults quota(String operation, int perMinute, int perHour) {
        quotas.put(operation, new Quota(perMinute, perHour));
        return this;
    }

    /** Nothing goes wrong any more: no faults, latency, skew, quota, and no answer is held. */
    public synchronized void clear() {
        held.clear();
        notifyAll();
        next.clear();
        standing.clear();
        latency.clear();
        quotas.clear();
        skew = Duration.ZERO;
    }

    /** No more faults of this operation; latency and quota stay. */
    public synchronized void clear(String operation) {
        next.remove(operation);
        standing.remove(operation);
    }

    /** How many scripted faults of {@link #next} have not happened yet. */
    public synchronized int pending(String operation) {
        return next.getOrDefault(operation, new ArrayDeque<>()).size();
    }

    synchronized Fault take(String operation) {
        for (String name : List.of(operation, ANY)) {
            if (pending(name) > 0) {
                return next.get(name).poll();
            }
        }
        for (String name : List.of(operation, ANY)) {
            Standing fault = standing.get(name);
            if (fault != null && clock.instant().isBefore(fault.until)) {
                return fault.fault;
            }
        }
        return Fault.none();
    }

    synchronized void awaitRelease(String operation) throws InterruptedException {
        while (held.contains(operation)) {
            wait();
        }
    }

    synchronized Duration latencyOf(String operation) {
        return latency.getOrDefault(operation, latency.getOrDefault(ANY, Duration.ZERO));
    }

    synchronized Duration skew() {
        return skew;
    }

    /** Counts a call against its quota, or refuses it. */
    synchronized void spend(String operation) {
        Quota forAll = quotas.get(ANY);
        if (forAll != null) {
            quotas.computeIfAbsent(operation, name -> new Quota(forAll.perMinute(), forAll.perHour()));
        }
        if (quotas.containsKey(operation)) {
            quotas.get(operation).spend(clock.instant());
        }
    }
}
