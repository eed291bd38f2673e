package io.github.defenderroutes.generation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/**
 * The routes of one generation that begin by themselves: by a schedule, a queue, a folder, a port. The others are only
 * called, by these or by a person, and have to be there as long as one of these has something in hand.
 */
final class Outside {
    private final CamelContext camel;
    private final AtWork atWork;
    private final Map<String, Instant> due = new HashMap<>();

    Outside(CamelContext camel, AtWork atWork) {
        this.camel = camel;
        this.atWork = atWork;
    }

    Set<String> ids() {
        return routes(true);
    }

    /** Those whose names say what they are; a route that a Kamelet made is only numbered. */
    Set<String> named() {
        return ids().stream()
                .filter(id -> !camel.getRoute(id).isCreatedByKamelet())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The routes that are only called. */
    Set<String> inside() {
        return routes(false);
    }

    /** How much waits between them, as in a seda. */
    int queued() {
        return inside().stream()
                .map(id -> camel.getRoute(id).getConsumer())
                .mapToInt(consumer -> ((ShutdownAware) consumer).getPendingExchangesSize())
                .sum();
    }

    private Set<String> routes(boolean outside) {
        return camel.getRoutes().stream()
                .filter(route -> isInside(route.getConsumer()) != outside)
                .map(Route::getRouteId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Camel itself lets these go on at a stop until all others are done. */
    private static boolean isInside(Consumer consumer) {
        return consumer instanceof ShutdownAware called
                && called.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
    }

    /** It takes nothing more; what it has in hand goes on. */
    void callOff(String id) {
        Route route = camel.getRoute(id);
        atWork.callOff(id); // a tick that comes from now on is missed
        next(route).ifPresent(time -> due.put(id, time)); // before: one that fires now may find nobody to tell
        ServiceHelper.suspendService(route.getConsumer());
    }

    /** Whether it has nothing in hand. */
    boolean isIdle(String id) {
        return atWork.isIdle(id) && camel.getInflightRepository().size(id) == 0;
    }

    /** Gives back what it listens at or reads, for its successor. */
    void free(String id) {
        ServiceHelper.stopService(camel.getRoute(id).getConsumer());
    }

    /** When it should have begun again, by its schedule, since it was called off; empty if it has none. */
    Optional<Instant> due(String id) {
        return atWork.hasMissed(id) ? Optional.of(Instant.EPOCH) : Optional.ofNullable(due.get(id));
    }

    /** Lets one that was called off go on as before. */
    void callBack(String id) {
        Consumer consumer = camel.getRoute(id).getConsumer();
        boolean missed = atWork.hasMissed(id);
        due.remove(id);
        atWork.callBack(id);
        ServiceHelper.resumeService(consumer);
        ServiceHelper.startService(consumer);
        if (missed) {
            fire(camel.getRoute(id));
        }
    }

    /**
     * Starts one that has not begun yet.
     *
     * @param since if a time of its schedule that has come meanwhile: it fires once for it
     */
    void begin(String id, Optional<Instant> since) throws Exception {
        camel.getRouteController().startRoute(id);
        if (since.filter(time -> !time.isAfter(Instant.now())).isPresent()) {
            fire(camel.getRoute(id));
        }
    }

    private static Optional<Instant> next(Route route) {
        try {
            if (route.getEndpoint() instanceof QuartzEndpoint schedule) {
                Trigger trigger = scheduler(schedule).getTrigger(schedule.getTriggerKey());
                return Optional.ofNullable(trigger)
                        .map(Trigger::getNextFireTime)
                        .map(time -> time.toInstant());
            }
            return Optional.empty();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e); // it keeps its jobs in memory
        }
    }

    private static void fire(Route route) {
        try {
            if (route.getEndpoint() instanceof QuartzEndpoint schedule
                    && scheduler(schedule).isStarted()) {
                scheduler(schedule)
                        .triggerJob(new JobKey(
                                schedule.getTriggerKey().getName(),
                                schedule.getTriggerKey().getGroup()));
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException(e); // it keeps its jobs in memory
        }
    }

    private static Scheduler scheduler(QuartzEndpoint schedule) {
        return schedule.getComponent().getScheduler();
    }
}
