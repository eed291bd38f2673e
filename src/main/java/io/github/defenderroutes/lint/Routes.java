package io.github.defenderroutes.lint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All files together, with what they may name. */
final class Routes {
    private final List<RouteFile> files;
    private final List<Element> elements;
    private final Surroundings known;
    private final Set<Path> aside;
    private final boolean complete;
    private final Components components = new Components();
    private final Kamelets kamelets = new Kamelets();
    private final List<Endpoint> endpoints;
    private final List<Expression> expressions;
    private final List<BeanCall> beanCalls;

    /**
     * @param entries of all files
     * @param aside files that are looked at but belong to nobody's routes
     * @param complete whether all could be read; else what seems to be missing may stand in what could not
     */
    Routes(List<RouteFile> files, List<Element> entries, Surroundings known, Set<Path> aside, boolean complete) {
        this.files = files;
        this.elements = entries.stream().flatMap(Element::all).toList();
        this.known = known;
        this.aside = aside;
        this.complete = complete;
        this.endpoints = elements.stream()
                .flatMap(element -> Endpoint.of(element, known))
                .toList();
        this.expressions = elements.stream()
                .flatMap(element -> Expression.of(element, this))
                .toList();
        this.beanCalls = BeanCall.all(this);
    }

    List<RouteFile> files() {
        return files;
    }

    /** Everything that means something to Camel, in the order of the files. */
    Stream<Element> all() {
        return elements.stream();
    }

    Stream<Element> all(String... types) {
        return elements.stream().filter(element -> element.is(types));
    }

    /** The routes; not those that are only templates. */
    Stream<Element> routes() {
        return elements.stream().filter(element -> element.parent() == null && element.is("RouteDefinition"));
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Those of one element. */
    Stream<Endpoint> endpoints(Element element) {
        return endpoints.stream().filter(endpoint -> endpoint.element() == element);
    }

    List<Expression> expressions() {
        return expressions;
    }

    /** Where beans are named. */
    List<BeanCall> beanCalls() {
        return beanCalls;
    }

    Surroundings known() {
        return known;
    }

    Components components() {
        return components;
    }

    Kamelets kamelets() {
        return kamelets;
    }

    /** Whether nothing can be missing only because its file could not be read. */
    boolean areComplete() {
        return complete;
    }

    /** Whether the file is only looked at, and nobody's routes hold it. */
    boolean isAside(Path file) {
        return aside.contains(file);
    }

    /** The classes of all beans by name, those of the files too; empty for a bean whose class is not known. */
    Map<String, Optional<Class<?>>> beans() {
        Map<String, Optional<Class<?>>> beans = new LinkedHashMap<>();
        known.beans().forEach((name, type) -> beans.put(name, Optional.of(type)));
        all("BeanFactoryDefinition")
                .forEach(bean -> bean.text("name").ifPresent(name -> beans.put(name, typeOf(bean))));
        return beans;
    }

    /** What a builder or a script makes is not known. */
    private static Optional<Class<?>> typeOf(Element bean) {
        boolean made = Stream.of("builderClass", "factoryBean", "factoryMethod", "script")
                .anyMatch(bean::has);
        return made
                ? Optional.empty()
                : bean.text("type").map(name -> Surroundings.find(name.replaceFirst("^#class:", "")));
    }

    /** The route in which something stands, if it stands in one. */
    static Optional<Element> routeOf(Element element) {
        return Stream.concat(Stream.of(element), element.above())
                .filter(above -> above.is("RouteDefinition"))
                .findFirst();
    }
}
