package io.github.defenderroutes;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Language;

/**
 * The beans of an application that embeds us, for routes that name them. By name only: what Camel looks for by type would
 * otherwise be taken from the application and change how our routes run.
 */
final class HostBeans implements BeanRepository {
    private final Function<String, Object> lookup;
    private volatile Set<String> ours = Set.of();

    HostBeans(Function<String, Object> lookup) {
        this.lookup = lookup;
    }

    /** Those are never looked for elsewhere. */
    void setOurs(Set<String> names) {
        this.ours = Set.copyOf(names);
    }

    @Override
    public Object lookupByName(String name) {
        Object bean = ours.contains(name) || name.startsWith("defender") ? null : lookup.apply(name);
        return belongsToItsContext(bean) ? null : bean;
    }

    /** Camel looks for those by name before it makes its own; ours would take over the application's, and stop it. */
    private static boolean belongsToItsContext(Object bean) {
        return bean instanceof Component || bean instanceof Language || bean instanceof DataFormat;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
