package io.github.defenderroutes.bench;

import java.util.List;
import java.util.stream.Stream;

/** What is compared. */
enum Program {
    OURS(Ours.class),

    /** Plain Camel that forgets everything at its end. */
    YARDSTICK(Yardstick.class, "memory"),

    /** Plain Camel that remembers which alerts it has handled, in H2 with the same options as ours. */
    DURABLE_YARDSTICK(Yardstick.class, "database");

    private final Class<?> main;
    private final List<String> arguments;

    Program(Class<?> main, String... arguments) {
        this.main = main;
        this.arguments = List.of(arguments);
    }

    /** The name of the main class, followed by its arguments. */
    List<String> command() {
        return Stream.concat(Stream.of(main.getName()), arguments.stream()).toList();
    }
}
