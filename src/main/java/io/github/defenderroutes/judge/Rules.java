package io.github.defenderroutes.judge;

import java.util.Map;

/** The rules that people have written about who may be cut off. */
@FunctionalInterface
public interface Rules {
    /**
     * What they say. The judge takes it as a ceiling: it lowers what is proposed and never raises it.
     *
     * @param device never {@code null}
     */
    Ruling on(Map<String, ?> alert, Map<String, ?> device, Learnt learnt);
}
