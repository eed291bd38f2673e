package io.github.defenderroutes.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.FactoryFinder;

/** Has all contexts look for classes and resources where {@link RememberingLoader} knows the way, and nowhere else. */
final class FoundOnce implements CamelContextCustomizer {
    private final ClassLoader loader;
    private final FactoryFinder finder;

    FoundOnce(ClassLoader loader) {
        this.loader = loader;
        this.finder = new DefaultFactoryFinder(new Classes(), FactoryFinder.DEFAULT_PATH);
    }

    ClassLoader loader() {
        return loader;
    }

    @Override
    public void configure(CamelContext camel) {
        camel.setClassResolver(new Classes());
        camel.getCamelContextExtension().setBootstrapFactoryFinder(finder);
    }

    private final class Classes extends DefaultClassResolver {
        @Override
        protected Class<?> loadClass(String name, ClassLoader other) {
            try {
                return loader.loadClass(name);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, other);
            }
        }

        @Override
        public URL loadResourceAsURL(String uri) {
            return loader.getResource(uri.startsWith("/") ? uri.substring(1) : uri);
        }

        @Override
        public InputStream loadResourceAsStream(String uri) {
            URL found = loadResourceAsURL(uri);
            try {
                return found == null ? null : found.openStream();
            } catch (IOException e) {
                throw new UncheckedIOException(uri + " cannot be read", e);
            }
        }
    }
}
