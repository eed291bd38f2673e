package io.github.defenderroutes;

import java.util.Map;

/** A step in a route that ends the process for some alerts, as a native crash or a lack of memory would. */
public final class DeadlyTitle {
    public void read(Map<String, Object> alert) {
        if (String.valueOf(alert.get("title")).contains("deadly")) {
            Runtime.getRuntime().halt(137);
        }
    }
}
