package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case beside the shipped routes, and what they leave out. */
class RouteCasesTest {
    private static CaseRun run;

    @BeforeAll
    static void runThem() {
        run = new CaseRunner(Path.of("routes"), Path.of("config")).run();
    }

    @TestFactory
    Stream<DynamicTest> everyCase() {
        return run.results().stream()
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> assertThat(result.difference())
                        .as("%s:%d: %s", result.file(), result.line(), result.name())
                        .isEmpty()));
    }

    @Test
    void everyBranchAndEveryStepOfTheShippedRoutesAndEveryRuleIsReachedByACase() {
        assertThat(run.coverage().gaps()).extracting(Object::toString).isEqualTo(List.of());
        assertThat(run.coverage().rules().all()).isEqualTo(4);
    }
}
