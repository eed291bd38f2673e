package io.github.defenderroutes.defender;

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
 * @param retirement when it will end, if Microsoft has announced that
 */
public record UsedKamelet(
        String name,
        String operation,
        Api api,
        List<String> permissions,
        boolean acts,
        Optional<Map<String, Object>> trial,
        Optional<Retirement> retirement) {

    /** Empty if it is none of the connector's, or only serves others of it. */
    public static Optional<UsedKamelet> named(CamelContext camel, String name) {
        KameletFile file;
        try {
            file = KameletFile.read(camel, name);
        } catch (UncheckedIOException somebodyElses) {
            return Optional.empty();
        }
        return file.permissions().isEmpty()
                ? Optional.empty()
                : Optional.of(new UsedKamelet(
                        name,
                        file.operation(),
                        file.api(),
                        file.permissions(),
                        file.acts(),
                        file.trial(),
                        file.retirement()));
    }

    /** What a Kamelet of the connector's says it does: read, act or mail; empty if it is none, or only serves others. */
    public static Optional<String> effect(CamelContext camel, String name) {
        try {
            return KameletFile.read(camel, name).effect();
        } catch (UncheckedIOException somebodyElses) {
            return Optional.empty();
        }
    }
}
