package io.github.defenderroutes.rehearsal;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.language.LanguageEndpoint;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.ResourceHelper;

/**
 * Holds every way out of a Camel context, whoever takes it: in the place of each endpoint that is not one of a few which stay
 * inside the process, it puts one that only tells of it. So there is nothing in the context that could be sent to, be it named
 * in a route, made up at run time, or asked for by a bean; and nothing that could bring anything in.
 *
 * <p>It is to be among the beans of the context before that starts.
 */
public final class HeldEndpoints extends LifecycleStrategySupport implements EndpointStrategy {
    /** Endpoints of these stay inside. Not seda: what takes from it is another exchange, later. */
    private static final Set<String> INSIDE =
            Set.of("bean", "class", "dataformat", "direct", "kamelet", "language", "log", "mock");

    private final Set<String> inside = new TreeSet<>(INSIDE);
    private final Gatherer gatherer;

    /** Takes what is sent to an endpoint that is held. */
    @FunctionalInterface
    public interface Gatherer {
        void take(Exchange exchange, Endpoint real) throws Exception;
    }

    /** @param inside schemes of endpoints that stay inside, too */
    public HeldEndpoints(Set<String> inside, Gatherer gatherer) {
        this.inside.addAll(inside);
        this.gatherer = gatherer;
    }

    /** Before the first endpoint is made. */
    @Override
    public void onContextInitializing(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback(this);
        ((DefaultRegistry) camel.getRegistry()).addBeanRepository(new ByName(camel.getRegistry()));
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        return endpoint instanceof HeldEndpoint || staysInside(endpoint)
                ? endpoint
                : new HeldEndpoint(endpoint, gatherer);
    }

    private boolean staysInside(Endpoint endpoint) {
        return inside.contains(scheme(endpoint.getEndpointUri()))
                && (!(endpoint instanceof LanguageEndpoint language) || isWrittenOut(language));
    }

    /** Else its text would be fetched, from wherever it is. */
    private static boolean isWrittenOut(LanguageEndpoint language) {
        String script = language.getScript();
        return script != null
                && language.getResourceUri() == null
                && !language.isAllowTemplateFromHeader()
                && !ResourceHelper.hasScheme(script)
                && !script.matches("(?s)(resource|https?):.*");
    }

    static String scheme(String uri) {
        return uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    }

    /** For endpoints that are beans: one that is named without a scheme, Camel takes as it is. */
    private final class ByName implements BeanRepository {
        private final Registry beans;
        private final ThreadLocal<Boolean> looking = ThreadLocal.withInitial(() -> false);

        ByName(Registry beans) {
            this.beans = beans;
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            if (type != Endpoint.class || looking.get()) {
                return null;
            }
            looking.set(true);
            try {
                Endpoint real = beans.lookupByNameAndType(name, Endpoint.class);
                return real == null ? null : type.cast(registerEndpoint(name, real));
            } finally {
                looking.remove();
            }
        }

        @Override
        public Object lookupByName(String name) {
            return null;
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
}
