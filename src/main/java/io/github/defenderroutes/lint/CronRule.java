package io.github.defenderroutes.lint;

import java.text.ParseException;
import java.util.Date;
import org.quartz.CronExpression;

/** A schedule that Quartz cannot read, or that never comes. */
final class CronRule implements Rule {
    @Override
    public String name() {
        return "cron";
    }

    @Override
    public String about() {
        return "A schedule is no Quartz cron expression, or never comes";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.endpoints().stream()
                .filter(endpoint -> endpoint.is("quartz"))
                .forEach(endpoint -> endpoint.parameters().stream()
                        .filter(one -> one.name().equals("cron"))
                        .forEach(one -> check(endpoint, one, routes, findings)));
    }

    private static void check(Endpoint endpoint, Endpoint.Parameter one, Routes routes, Findings findings) {
        String cron = routes.known().resolve(one.value()).replace('+', ' ').strip();
        if (cron.contains("{{")) {
            return;
        }
        try {
            if (new CronExpression(cron).getNextValidTimeAfter(new Date()) == null) {
                throw new ParseException("it never comes", 0);
            }
        } catch (ParseException | IllegalArgumentException e) {
            findings.error(
                    endpoint.path(),
                    one.valueAt(),
                    one.offset(),
                    "%s is no Quartz cron expression: %s"
                            .formatted(cron, e.getMessage().strip().replaceFirst("\\.$", "")),
                    "0 0 6 * * ? is every morning at six: seconds, minutes, hours, day of month, month, day of week");
        }
    }
}
