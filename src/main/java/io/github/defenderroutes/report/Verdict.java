package io.github.defenderroutes.report;

import io.github.defenderroutes.alert.Alerts;
import java.util.Locale;
import java.util.Map;

/** How an alert stands, in words for people. Both APIs are read: they spell the same differently. */
final class Verdict {
    static final String GONE = "not in Defender any more";

    private Verdict() {}

    static String of(Map<String, ?> alert) {
        String classification =
                switch (Alerts.text(alert, "classification").orElse("").toLowerCase(Locale.ROOT)) {
                    case "truepositive" -> "true positive";
                    case "falsepositive" -> "false positive";
                    case "informationalexpectedactivity" -> "expected activity";
                    default -> "not classified";
                };
        boolean resolved =
                Alerts.text(alert, "status").orElse("").toLowerCase(Locale.ROOT).equals("resolved");
        return (resolved ? "resolved, " : "open, ") + classification;
    }
}
