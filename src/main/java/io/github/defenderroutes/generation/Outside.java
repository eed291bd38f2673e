package io.github.defenderroutes.generation;

import java.time.Instant;
import java.util.Date;
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

    /** The time of its schedule for which each was to begin next when it was called off. */
    private final Map<String, Instant> due = new HashMap<>();

    /** The last time of its schedule that was none of its concern, because it had not begun yet. */
    private final Map<String, Instant> before = new HashMap<>();

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

    /**
     * Camel itself lets these go on at a stop until all others are done. Others keep what they are asked with: that all
     * their tasks are to be completed changes nothing for them, and with less a file consumer would take no more files.
     */
    private static boolean isInside(Consumer consumer) {
        return consumer instanceof ShutdownAware called && called.deferShutdown(ShutdownRunningTask.CompleteAllTasks);
    }

    /** It takes nothing more; what it has in hand goes on. */
    void callOff(String id) {
        Route route = camel.getRoute(id);
        atWork.callOff(id); // a tick that comes from now on is missed
        trigger(route) // before it is suspended: one that fires now may find nobody to tell
                .flatMap(trigger -> onItsWay(id, trigger).or(() -> time(trigger.getNextFireTime())))
                .ifPresent(time -> due.put(id, time));
        ServiceHelper.suspendService(route.getConsumer());
    }

    /** The time of a tick that has fired and not reached its route. */
    private Optional<Instant> onItsWay(String id, Trigger trigger) {
        return time(trigger.getPreviousFireTime())
                .filter(fired -> !fired.equals(before.get(id)))
                .filter(fired -> !atWork.hasBegun(id, fired));
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
        return atWork.missed(id).or(() -> Optional.ofNullable(due.get(id)));
    }

    /** Lets one that was called off go on as before. */
    void callBack(String id) {
        Consumer consumer = camel.getRoute(id).getConsumer();
        Optional<Instant> owed = due(id);
        due.remove(id);
        atWork.callBack(id);
        ServiceHelper.resumeService(consumer);
        ServiceHelper.startService(consumer);
        makeUpFor(owed, id);
    }

    /**
     * Starts one that has not begun yet.
     *
     * @param since if a time of its schedule that has come meanwhile: it begins once for it
     */
    void begin(String id, Optional<Instant> since) throws Exception {
        begins(id);
        camel.getRouteController().startRoute(id);
        makeUpFor(since, id);
    }

    /** From now on what its schedule fires is for it. */
    void begins(String id) {
        trigger(camel.getRoute(id))
                .flatMap(trigger -> time(trigger.getPreviousFireTime()))
                .ifPresent(time -> before.put(id, time));
    }

    private static Optional<Trigger> trigger(Route route) {
        try {
            return route.getEndpoint() instanceof QuartzEndpoint schedule
                    ? Optional.ofNullable(scheduler(schedule).getTrigger(schedule.getTriggerKey()))
                    : Optional.empty();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e); // it keeps its jobs in memory
        }
    }

    private static Optional<Instant> time(Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private void makeUpFor(Optional<Instant> owed, String id) {
        owed.filter(time -> !time.isAfter(Instant.now())).ifPresent(time -> fire(camel.getRoute(id), time));
    }

    private static void fire(Route route, Instant owed) {
        try {
            if (route.getEndpoint() instanceof QuartzEndpoint schedule
                    && scheduler(schedule).isStarted()) {
                scheduler(schedule)
                        .triggerJob(
                                new JobKey(
                                        schedule.getTriggerKey().getName(),
                                        schedule.getTriggerKey().getGroup()),
                                Tick.makingUpFor(owed));
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException(e); // it keeps its jobs in memory
        }
    }

    private static Scheduler scheduler(QuartzEndpoint schedule) {
        return schedule.getComponent().getScheduler();
    }
}
