package io.github.defenderroutes.judge;

import java.util.Map;

/** Rules that hold nothing back, for tests of everything else. */
public final class OpenRules {
    public static final Rules ISOLATE = (alert, device, learnt) ->
            new Ruling(Outcome.ISOLATE, "everything", "A test says so", Map.of(), null, null);

    private OpenRules() {}
}
