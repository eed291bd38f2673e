package io.github.defenderroutes.lint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A bean that nobody makes. */
final class BeanRule implements Rule {
    @Override
    public String name() {
        return "unknown-bean";
    }

    @Override
    public String about() {
        return "A step, an option or an expression names a bean that neither the program nor a file makes";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        if (!routes.areComplete()) {
            return;
        }
        Map<String, Optional<Class<?>>> beans = routes.beans();
        for (BeanCall call : routes.beanCalls()) {
            if (call.name().isEmpty()
                    || call.name().contains("{{")
                    || call.name().contains("${")) {
                continue;
            }
            if (!beans.containsKey(call.name()) && !isOfTemplate(call) && !Surroundings.hasClass(call.name())) {
                findings.error(
                        call.element().path(),
                        call.at(),
                        call.offset(),
                        "there is no bean %s".formatted(call.name()),
                        Words.didYouMean(
                                call.name(),
                                visible(beans),
                                "check its name, or make it in this folder with - beans:"));
            }
        }
    }

    private static Set<String> visible(Map<String, Optional<Class<?>>> beans) {
        return beans.keySet();
    }

    /** Within a template its own beans and parameters are known too. */
    private static boolean isOfTemplate(BeanCall call) {
        return call.element().above().anyMatch(above -> above.is("RouteTemplateDefinition"));
    }
}
