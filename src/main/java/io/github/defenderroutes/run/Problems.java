package io.github.defenderroutes.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a lasting problem of a scheduled route once, not at every tick, and says when it is over. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Map<String, String> standing = new ConcurrentHashMap<>();

    public void report(String route, String problem) {
        if (!problem.equals(standing.put(route, problem))) {
            LOG.warn("{} We try again at the next tick; nothing is lost. route={}", problem, route);
        }
    }

    public void solved(String route) {
        if (standing.remove(route) != null) {
            LOG.info("It works again. route={}", route);
        }
    }
}
