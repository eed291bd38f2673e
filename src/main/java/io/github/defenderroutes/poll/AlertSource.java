package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a question for alerts is put at each source ({@code alerts.source}); the answers have the same form. */
enum AlertSource {
    DEFENDER,
    GRAPH;

    static AlertSource of(Settings settings) {
        return valueOf(settings.text("alerts.source").toUpperCase(Locale.ROOT));
    }

    /** The order in which alerts change. */
    String order() {
        return (this == GRAPH ? "lastUpdateDateTime" : "lastUpdateTime") + " asc";
    }

    /** The word for a severity: Graph writes it in lower case. */
    String word(Severity severity) {
        return this == GRAPH ? severity.toString().toLowerCase(Locale.ROOT) : severity.toString();
    }

    /** What every alert must meet, as OData text; may be empty. */
    String condition(Settings settings) {
        String services = services(settings);
        String filter = settings.optionalText("alerts.filter").orElse("");
        return services.isEmpty() || filter.isEmpty() ? services + filter : "(%s) and (%s)".formatted(services, filter);
    }

    private String services(Settings settings) {
        List<String> services = settings.words("alerts.service-sources");
        return this == DEFENDER || services.equals(List.of("*"))
                ? ""
                : services.stream().map("serviceSource eq '%s'"::formatted).collect(Collectors.joining(" or "));
    }
}
