package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case beside the shipped routes. */
class RouteCasesTest {
    @TestFactory
    Stream<DynamicTest> everyCase() {
        return new CaseRunner(Path.of("routes"), Path.of("config"))
                .run().stream()
                        .map(result -> DynamicTest.dynamicTest(result.name(), () -> assertThat(result.difference())
                                .as("%s:%d: %s", result.file(), result.line(), result.name())
                                .isEmpty()));
    }
}
