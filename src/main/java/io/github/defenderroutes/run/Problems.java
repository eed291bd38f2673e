package io.github.defenderroutes.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a lasting problem of a scheduled route once, not at every tick, and says when it is over. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private static final String JOB = "defenderJob";

    private final Map<String, String> standing = new ConcurrentHashMap<>();

    /** Notes in the exchange which scheduled job it belongs to, whatever route or Kamelet it is in later. */
    public static void begin(String job, Exchange exchange) {
        exchange.setProperty(JOB, job);
    }

    /** The job this exchange belongs to, or {@code null} if it was not a schedule that began it. */
    static String job(Exchange exchange) {
        return exchange.getProperty(JOB, String.class);
    }

    public void report(String route, String problem) {
        if (!problem.equals(standing.put(route, problem))) {
            LOG.warn("{} We try again at the next tick; nothing is lost. route={}", problem, route);
        }
    }

    /** Whether something that was reported is not solved yet. */
    public boolean areStanding() {
        return !standing.isEmpty();
    }

    public void solved(String route) {
        if (standing.remove(route) != null) {
            LOG.info("It works again. route={}", route);
        }
    }
}
