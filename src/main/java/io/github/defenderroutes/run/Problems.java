package io.github.defenderroutes.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a lasting problem of a scheduled route once, not at every tick, and says when it is over. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** Trace ids, times and waits in the texts of Entra ID and Defender: the problem is the same without them. */
    private static final Pattern OTHER_EVERY_TIME = Pattern.compile(
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?|\\d+ s(econds)?\\b");

    private static final String TOLD_BY_THE_BUDGET = "";

    private final Map<String, String> standing = new ConcurrentHashMap<>();

    public void report(String route, String problem) {
        String gist = OTHER_EVERY_TIME.matcher(problem).replaceAll("…");
        if (!gist.equals(standing.put(route, gist))) {
            LOG.warn("{} We try again at the next tick; nothing is lost. route={}", problem, route);
        }
    }

    /** The route must wait for quota. That is told elsewhere, its end too; a problem told before stands until it is solved. */
    public void waits(String route) {
        standing.putIfAbsent(route, TOLD_BY_THE_BUDGET);
    }

    /** Says once what is wrong around us and does not stop any route. */
    public void warn(String subject, String problem) {
        if (standing.put(subject, subject) == null) {
            LOG.warn(problem);
        }
    }

    /** Whether something that was reported is not solved yet. */
    public boolean areStanding() {
        return !standing.isEmpty();
    }

    /** What was reported of this route last and is not solved yet. */
    public Optional<String> standing(String route) {
        return Optional.ofNullable(standing.get(route));
    }

    public void solved(String route) {
        String problem = standing.remove(route);
        if (problem != null && !problem.equals(TOLD_BY_THE_BUDGET)) {
            LOG.info("It works again. route={}", route);
        }
    }
}
