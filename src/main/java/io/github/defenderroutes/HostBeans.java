package io.github.defenderroutes;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.spi.BeanRepository;

/**
 * The beans of an application that embeds us, for routes that name them. By name only: what Camel looks for by type would
 * otherwise be taken from the application and change how our routes run.
 */
final class HostBeans implements BeanRepository {
    /** Under this name it stands among the beans of ours. */
    static final String NAME = "defenderHostBeans";

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
        return ours.contains(name) || name.startsWith("defender") ? null : lookup.apply(name);
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
