package io.github.defenderroutes.model;

import static org.apache.camel.builder.Builder.constant;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

/** Whatever a step holds is found once, and told apart by whether it happens in any case. */
class StepsTest {
    private final RouteDefinition route = new RouteDefinition().from("direct:here");

    @Test
    void aChoiceHoldsNothingButItsBranches() {
        route.choice()
                .when(constant(true))
                .to("mock:first")
                .when(constant(false))
                .to("mock:second")
                .otherwise()
                .to("mock:third");

        assertThat(inAnyCase()).isEmpty();
        assertThat(branches()).containsExactly("mock:first", "mock:second", "mock:third");
    }

    @Test
    void whatIsTriedAndWhatIsDoneInTheEndHappensInAnyCase() {
        route.doTry()
                .to("mock:tried")
                .doCatch(IOException.class)
                .to("mock:caught")
                .doFinally()
                .to("mock:end")
                .end();

        assertThat(inAnyCase()).containsExactly("mock:tried", "mock:end");
        assertThat(branches()).containsExactly("mock:caught");
    }

    @Test
    void aCircuitBreakerHasItsFallback() {
        route.circuitBreaker().to("mock:tried").onFallback().to("mock:instead").end();

        assertThat(inAnyCase()).containsExactly("mock:tried");
        assertThat(branches()).containsExactly("mock:instead");
    }

    @Test
    void aFilterAndWhatIsDoneOnceAreTheirOwnOnlyBranch() {
        route.filter(constant(true))
                .idempotentConsumer(constant("id"))
                .idempotentRepository(new MemoryIdempotentRepository())
                .to("mock:once");

        NamedNode filter = route.getOutputs().get(0);
        assertThat(Steps.branches(filter)).containsExactly(filter);
        NamedNode once = Steps.in(filter).get(0);
        assertThat(Steps.branches(once)).containsExactly(once);
        assertThat(addresses(Steps.in(once))).containsExactly("mock:once");
    }

    @Test
    void anOtherwiseHasNoCondition() {
        route.choice().when(constant(true)).to("mock:first").otherwise().to("mock:second");

        List<NamedNode> branches = Steps.branches(route.getOutputs().get(0));
        assertThat(branches)
                .extracting(Steps::condition)
                .extracting(Optional::isPresent)
                .containsExactly(true, false);
    }

    @Test
    void aStepSendsByItsAddressItsTextOrTheNameOfAKamelet() {
        route.to("mock:to")
                .toD("mock:${body}")
                .wireTap("mock:beside")
                .enrich("mock:asked")
                .pollEnrich("mock:fetched")
                .kamelet("one-action")
                .end()
                .stop();

        assertThat(route.getOutputs())
                .extracting(Steps::address)
                .extracting(address -> address.orElse("nowhere"))
                .containsExactly(
                        "mock:to",
                        "mock:${body}",
                        "mock:beside",
                        "mock:asked",
                        "mock:fetched",
                        "kamelet:one-action",
                        "nowhere");
    }

    private List<String> inAnyCase() {
        return addresses(Steps.in(route.getOutputs().get(0)));
    }

    private List<String> branches() {
        List<String> found = new ArrayList<>();
        Steps.branches(route.getOutputs().get(0)).forEach(branch -> found.addAll(addresses(Steps.in(branch))));
        return found;
    }

    private static List<String> addresses(List<ProcessorDefinition<?>> steps) {
        List<String> found = new ArrayList<>();
        for (ProcessorDefinition<?> step : steps) {
            Steps.address(step).ifPresent(found::add);
            found.addAll(addresses(step.getOutputs()));
        }
        return found;
    }
}
