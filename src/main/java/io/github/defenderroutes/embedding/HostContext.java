package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.IOHelper;

/**
 * What of ours a host's own context may use: the Kamelets {@code kamelet:defender-…}, through the same gate and budget as our
 * routes, and the endpoints of {@link DefenderRoutesComponent}. Only beans are added to its registry, under names that begin
 * with {@code defender}; its routes, components, properties and error handling stay as they are.
 */
public final class HostContext implements AutoCloseable {
    /** The name of our component. */
    public static final String SCHEME = "defender-routes";

    private final Registry registry;
    private final List<String> bound = new ArrayList<>();

    private HostContext(Registry registry) {
        this.registry = registry;
    }

    /**
     * Offers them, before or after either of the two is started. The Kamelets work once {@code app} is started.
     *
     * @throws StartException if a bean of the host's has one of the names; two tenants need two contexts
     */
    public static HostContext offer(DefenderRoutes app, CamelContext host) {
        Map<String, Object> beans = new LinkedHashMap<>(app.links().kameletBeans());
        beans.put(SCHEME, new DefenderRoutesComponent(app));
        Registry registry = host.getRegistry();
        for (String name : beans.keySet()) {
            if (registry.lookupByName(name) != null) {
                throw new StartException(
                        "The Camel context %s has a bean %s already. To fix: give yours another name; of two tenants, offer each to a context of its own."
                                .formatted(host.getName(), name),
                        null);
            }
        }
        HostContext offered = new HostContext(registry);
        beans.forEach((name, bean) -> {
            registry.bind(name, bean);
            offered.bound.add(name);
        });
        return offered;
    }

    /** Takes the beans back. Routes of the host's that still use them fail, and nothing is sent. */
    @Override
    public void close() {
        Object connections = registry.lookupByName("defenderConnections");
        bound.forEach(registry::unbind);
        bound.clear();
        IOHelper.close(connections instanceof Closeable open ? open : null);
    }
}
