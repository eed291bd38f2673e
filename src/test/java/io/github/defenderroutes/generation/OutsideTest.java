package io.github.defenderroutes.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.listeners.TriggerListenerSupport;

/** A schedule that comes once a day goes over from one generation to the next just when its time has come. */
class OutsideTest {
    private static final String ROUTE = "daily";

    private final Routes old = new Routes();
    private final Routes fresh = new Routes();
    private Instant time;

    @AfterEach
    void close() {
        old.camel.stop();
        fresh.camel.stop();
    }

    @Test
    void aTickThatHasBegunIsNotMadeUpFor() throws Exception {
        old.begin();
        timeHasCome();
        await().until(() -> old.begun.get() == 1);
        await().until(() -> fresh.ended.get() == 1); // for nobody

        goOver();

        assertThat(fresh.begun).hasValue(0);
        assertThat(fresh.waiting()).isOne();
    }

    @Test
    void aTickThatIsOnItsWayToTheOldRoutesBeginsInTheFreshOnes() throws Exception {
        Gate gate = new Gate(old);
        old.begin();
        timeHasCome();
        gate.await();

        goOver();
        gate.open();

        await().until(() -> fresh.begun.get() == 1);
        await().until(() -> old.ended.get() == 1);
        assertThat(old.begun).hasValue(0);
    }

    @Test
    void aTickBetweenBothBeginsInTheFreshOnes() throws Exception {
        old.begin();
        old.outside.callOff(ROUTE);
        old.outside.free(ROUTE);
        timeHasCome();
        await().until(() -> fresh.ended.get() == 1); // for nobody

        fresh.outside.begin(ROUTE, Optional.of(time));

        await().until(() -> fresh.begun.get() == 1);
    }

    @Test
    void aTickThatTheFreshRoutesTakeUpThemselvesIsNotMadeUpForBesides() throws Exception {
        Gate gate = new Gate(fresh);
        old.begin();
        timeHasCome();
        gate.await();

        fresh.outside.begin(ROUTE, Optional.of(time));
        gate.open();

        await().until(() -> fresh.ended.get() == 2);
        assertThat(fresh.begun).hasValue(1);
    }

    @Test
    void whatTheRoutesOfBeforeHaveTakenUpIsNotMadeUpForAtTheNextChange() throws Exception {
        old.begin();
        timeHasCome();
        await().until(() -> old.begun.get() == 1);
        await().until(() -> fresh.ended.get() == 1); // for nobody
        goOver();

        fresh.outside.callOff(ROUTE);

        assertThat(fresh.outside.due(ROUTE))
                .hasValueSatisfying(due -> assertThat(due).isAfter(time));
    }

    @Test
    void oneThatIsCalledBackMakesUpForATickThatWasOnItsWay() throws Exception {
        Gate gate = new Gate(old);
        old.begin();
        timeHasCome();
        gate.await();
        old.outside.callOff(ROUTE);
        gate.open();
        await().until(() -> old.ended.get() == 1);

        old.outside.callBack(ROUTE);

        await().until(() -> old.begun.get() == 1);
    }

    private void timeHasCome() throws SchedulerException {
        time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        old.timeHasCome();
        fresh.timeHasCome();
    }

    private void goOver() throws Exception {
        old.outside.callOff(ROUTE);
        old.outside.free(ROUTE);
        fresh.outside.begin(ROUTE, old.outside.due(ROUTE));
    }

    /** One generation: a route that a schedule begins, loaded and not begun. */
    private final class Routes {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final DefaultCamelContext camel = new DefaultCamelContext();
        final Outside outside;

        Routes() {
            AtWork atWork = new AtWork();
            camel.setAutoStartup(false);
            camel.addRoutePolicyFactory(atWork);
            try {
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("quartz:once/daily?cron=0+0+0+1+1+?")
                                .routeId(ROUTE)
                                .process(tick -> begun.incrementAndGet());
                    }
                });
                camel.start();
                scheduler().getListenerManager().addTriggerListener(new Ends());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            outside = new Outside(camel, atWork);
        }

        void begin() throws Exception {
            outside.begin(ROUTE, Optional.empty());
        }

        /** Its schedule becomes one that comes now, and then once a day. */
        void timeHasCome() throws SchedulerException {
            TriggerKey key = ((QuartzEndpoint) camel.getRoute(ROUTE).getEndpoint()).getTriggerKey();
            scheduler()
                    .rescheduleJob(
                            key,
                            TriggerBuilder.newTrigger()
                                    .withIdentity(key)
                                    .startAt(Date.from(time))
                                    .withSchedule(SimpleScheduleBuilder.repeatHourlyForever(24))
                                    .build());
        }

        /** How many ticks are still to come: one by its schedule. */
        int waiting() throws SchedulerException {
            return scheduler().getTriggerKeys(GroupMatcher.anyGroup()).size();
        }

        private Scheduler scheduler() {
            return camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        }

        private final class Ends extends TriggerListenerSupport {
            @Override
            public String getName() {
                return "ends";
            }

            @Override
            public void triggerComplete(
                    Trigger trigger, JobExecutionContext job, Trigger.CompletedExecutionInstruction then) {
                ended.incrementAndGet();
            }
        }
    }

    /** Holds the first tick between its schedule and the route that it begins. */
    private static final class Gate extends TriggerListenerSupport {
        private final CountDownLatch come = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        Gate(Routes routes) throws SchedulerException {
            routes.scheduler().getListenerManager().addTriggerListener(this);
        }

        @Override
        public String getName() {
            return "gate";
        }

        @Override
        public void triggerFired(Trigger trigger, JobExecutionContext job) {
            if (come.getCount() == 0) {
                return; // a second one, that makes up for it
            }
            come.countDown();
            try {
                open.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void await() throws InterruptedException {
            assertThat(come.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void open() {
            open.countDown();
        }
    }
}
