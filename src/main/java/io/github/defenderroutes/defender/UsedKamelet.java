package io.github.defenderroutes.defender;

import io.github.defenderroutes.settings.Settings;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * A Kamelet of the connector's that routes use, as its file describes it.
 *
 * @param name its file's
 * @param operation as messages name it: {@code isolate-device}
 * @param permissions any one of them suffices
 * @param acts whether it changes the tenant
 * @param trial parameters with which it can be called to see whether it works; empty if there is no such call
 */
public record UsedKamelet(
        String name,
        String operation,
        Api api,
        List<String> permissions,
        boolean acts,
        Optional<Map<String, Object>> trial) {

    /** Empty if it is none of the connector's, only serves others of it, or is not called with these settings. */
    public static Optional<UsedKamelet> named(CamelContext camel, String name, Settings settings) {
        KameletFile file;
        try {
            file = KameletFile.read(camel, name);
        } catch (UncheckedIOException somebodyElses) {
            return Optional.empty();
        }
        return file.permissions().isEmpty() || !file.isCalledWith(settings)
                ? Optional.empty()
                : Optional.of(new UsedKamelet(
                        name, file.operation(), file.api(), file.permissions(), file.acts(), file.trial()));
    }
}
