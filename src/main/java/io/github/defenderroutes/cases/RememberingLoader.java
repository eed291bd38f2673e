package io.github.defenderroutes.cases;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers where classes and resources are, and which are not there. Each CamelContext asks for hundreds that are optional,
 * and to find out that one is missing the JVM looks into every jar: with a context for each case, a quarter of all time.
 */
final class RememberingLoader extends ClassLoader {
    private final Map<String, Optional<URL>> first = new ConcurrentHashMap<>();
    private final Map<String, List<URL>> all = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    static {
        registerAsParallelCapable();
    }

    RememberingLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    public URL getResource(String name) {
        return first.computeIfAbsent(
                        name, resource -> Optional.ofNullable(getParent().getResource(resource)))
                .orElse(null);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = all.get(name);
        if (found == null) {
            found = Collections.list(getParent().getResources(name));
            all.put(name, found);
        }
        return Collections.enumeration(found);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            missing.add(name);
            throw e;
        }
    }
}
