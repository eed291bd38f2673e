package io.github.defenderroutes.web;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Somebody at an address, with what they asked for. */
final class Visit {
    private final RoutingContext context;
    private final Person person;

    Visit(RoutingContext context, Person person) {
        this.context = context;
        this.person = person;
    }

    Person person() {
        return person;
    }

    /** What stands in the address in the place of {@code :name}. */
    String path(String name) {
        return context.pathParam(name);
    }

    /** What stands behind the question mark; empty if it is not there or blank. */
    Optional<String> asked(String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(0).strip()).filter(value -> !value.isEmpty());
    }

    /** A number behind the question mark; the usual one if it is not there, or none of these. */
    int chosen(String name, List<Integer> among, int usual) {
        return asked(name)
                .flatMap(asked -> among.stream()
                        .filter(one -> one.toString().equals(asked))
                        .findFirst())
                .orElse(usual);
    }

    /** A field of the form that was sent; empty if it is not there or blank. */
    Optional<String> field(String name) {
        return Optional.ofNullable(context.request().getFormAttribute(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** All values of a field that can be chosen several times. */
    List<String> fields(String name) {
        return context.request().formAttributes().getAll(name);
    }

    /** Whether only the living part of the page is wanted. */
    boolean isRefresh() {
        return context.request().headers().contains("HX-Request");
    }
}
