package io.github.defenderroutes.generation;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteDefinition;

/** Camel's context, without two things it does for each use of a Kamelet that come to nothing and take time. */
final class RoutesContext extends DefaultCamelContext {

    private RoutesContext() {
        super(false);
        addModelLifecycleStrategy(new NoErrorHandlingInKamelets());
    }

    /** Camel asks for it before it adds a route, and visits each service of each route before it sees that there is none. */
    @Override
    public boolean removeRoute(String id) throws Exception {
        return getRouteController().getRouteStatus(id) != null && super.removeRoute(id);
    }

    /** A failure in a Kamelet goes to the step that called it, so what error-handling would do in its place is never used. */
    private static final class NoErrorHandlingInKamelets extends ModelLifecycleStrategySupport {
        @Override
        public void onAddRouteDefinition(RouteDefinition route) {
            if (Boolean.TRUE.equals(route.isKamelet())) {
                route.getOutputs().removeIf(OnExceptionDefinition.class::isInstance);
            }
        }
    }

    /** Camel's program, in which it runs. */
    static final class Program extends Main {
        @Override
        protected CamelContext createCamelContext() {
            DefaultCamelContext context = new RoutesContext();
            context.getCamelContextExtension().setRegistry(registry);
            return context;
        }
    }
}
