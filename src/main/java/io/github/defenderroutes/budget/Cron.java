package io.github.defenderroutes.budget;

import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import org.quartz.CronExpression;

/** How often a schedule fires. */
public final class Cron {
    private Cron() {}

    /**
     * How often it fires in the hour after its next firing; more than {@code enough} is not counted. 0 if Quartz does not
     * understand it: the start of the routes says so.
     */
    public static int firingsPerHour(String cron, int enough) {
        CronExpression schedule;
        try {
            schedule = new CronExpression(cron);
        } catch (ParseException e) {
            return 0;
        }
        Date firing = schedule.getNextValidTimeAfter(new Date(0));
        if (firing == null) {
            return 0;
        }
        Date end = new Date(firing.getTime() + Duration.ofHours(1).toMillis());
        int firings = 0;
        while (firing != null && firing.before(end) && firings < enough) {
            firings++;
            firing = schedule.getNextValidTimeAfter(firing);
        }
        return firings;
    }
}
