package io.github.defenderroutes.generation;

import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.quartz.QuartzMessage;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

/**
 * Why a schedule begins its route.
 *
 * @param time of the schedule
 * @param isMadeUp whether it is for a time at which neither this generation nor the one before has begun it
 */
record Tick(Instant time, boolean isMadeUp) {
    private static final String MADE_UP_FOR = "defenderMadeUpFor";

    /** Empty if it was not Quartz that began it. */
    static Optional<Tick> of(Exchange exchange) {
        if (!(exchange.getMessage() instanceof QuartzMessage quartz)) {
            return Optional.empty();
        }
        JobExecutionContext job = quartz.getJobExecutionContext();
        return job.getMergedJobDataMap().get(MADE_UP_FOR) instanceof Instant missed
                ? Optional.of(new Tick(missed, true))
                : Optional.of(new Tick(job.getScheduledFireTime().toInstant(), false));
    }

    /** What a job is given that makes up for that time. */
    static JobDataMap makingUpFor(Instant missed) {
        JobDataMap data = new JobDataMap();
        data.put(MADE_UP_FOR, missed);
        return data;
    }
}
