package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.PreparedRequest;
import java.util.Map;

/** Answers the questions of a rehearsal in the place of Microsoft. */
@FunctionalInterface
public interface Answers {
    /**
     * @return the API's JSON, and where it comes from
     * @throws DefenderRefusedException if there is no answer at hand; the route takes it for a refusal
     */
    Given to(PreparedRequest question);

    /** @param from for people: a file, say */
    record Given(Map<String, Object> json, String from) {}
}
