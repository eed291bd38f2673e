package io.github.defenderroutes.explain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;

/** The conditions of each {@code choice}, which an {@code otherwise} stands against. */
final class Choices {
    private final Map<String, List<String>> conditions = new HashMap<>();

    Choices(CamelContext camel) {
        ModelCamelContext model = (ModelCamelContext) camel;
        model.getRouteDefinitions().forEach(route -> addAll(route.getOutputs()));
        model.getRouteConfigurationDefinitions()
                .forEach(shared -> shared.getOnExceptions().forEach(caught -> addAll(caught.getOutputs())));
    }

    private void addAll(List<ProcessorDefinition<?>> steps) {
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ChoiceDefinition.class)
                .forEach(choice -> conditions.put(
                        choice.getId(),
                        choice.getWhenClauses().stream()
                                .map(when ->
                                        when.getExpression().getExpression().strip())
                                .toList()));
    }

    /** By the id of the choice. */
    List<String> conditionsOf(String choice) {
        return conditions.getOrDefault(choice, List.of());
    }
}
