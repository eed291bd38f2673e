package io.github.defenderroutes.judge;

import io.github.defenderroutes.alert.Alerts;
import java.util.Map;

/** How many people have to approve that a device is cut off. */
public final class FourEyes {
    private FourEyes() {}

    /** Two for a device whose value is High, or a word we do not know; one without a value is none of them. */
    public static int people(Map<String, ?> device) {
        String value = Alerts.text(device, "deviceValue").orElse("Normal");
        return value.equalsIgnoreCase("Normal") || value.equalsIgnoreCase("Low") ? 1 : 2;
    }
}
