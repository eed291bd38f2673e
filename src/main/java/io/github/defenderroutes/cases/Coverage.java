package io.github.defenderroutes.cases;

import io.github.defenderroutes.guardrails.RulePlace;
import io.github.defenderroutes.rehearsal.RouteMap;
import io.github.defenderroutes.rehearsal.RouteNode;
import io.github.defenderroutes.rehearsal.RouteNode.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What of the routes and of guardrails.yaml the cases reach, and what none of them does. */
public final class Coverage {
    /** The value of a decision that names the rule. */
    static final String GUARDRAIL = "guardrail";

    private final RouteMap map = new RouteMap();
    private final Set<Place> passed = new HashSet<>();
    private final Set<String> cited = new LinkedHashSet<>();
    private final Path rulesFile;
    private final List<RulePlace> rules;
    private final List<Path> withoutCases = new ArrayList<>();
    private Predicate<RouteNode> counted = node -> true;

    /**
     * @param rulesFile the file of the rules
     * @param rules those in it
     */
    Coverage(Path rulesFile, List<RulePlace> rules) {
        this.rulesFile = rulesFile;
        this.rules = new ArrayList<>(rules);
    }

    /**
     * Something that no case reaches.
     *
     * @param kind {@code branch}, {@code step}, {@code rule} or {@code route}
     * @param what it is: {@code when ${...}}, the name of the rule
     */
    public record Gap(String file, int line, String kind, String what) {
        @Override
        public String toString() {
            return "%s:%d: %s %s".formatted(file, line, kind, what);
        }
    }

    /** How many of them there are, and how many a case reaches. */
    public record Share(int reached, int all) {
        public int percent() {
            return all == 0 ? 100 : reached * 100 / all;
        }

        /** {@code 98 % (49 of 50)} */
        @Override
        public String toString() {
            return "%d %% (%d of %d)".formatted(percent(), reached, all);
        }
    }

    /** There is no case for this file. */
    void withoutCases(Path file) {
        withoutCases.add(file);
    }

    /** Only these routes count from now on, and no rules. */
    void only(Set<String> routes) {
        counted = node -> routes.contains(node.route());
        rules.clear();
    }

    synchronized void loaded(RouteMap more) {
        map.add(more);
    }

    /** @param rule as a decision names it */
    synchronized void decidedBy(String rule) {
        cited.add(rule);
    }

    synchronized void passed(List<RouteNode> nodes) {
        nodes.forEach(node -> passed.add(node.where()));
    }

    /** {@code when, otherwise, doCatch, onException}, filters that let through and that do not, and the like. */
    public synchronized Share branches() {
        return share(map.branches());
    }

    public synchronized Share steps() {
        return share(map.steps());
    }

    /** The rules of guardrails.yaml that decided in some case. */
    public synchronized Share rules() {
        return new Share((int) rules.stream().filter(this::isReached).count(), rules.size());
    }

    /** By file and line; of a branch that no case takes only the branch, and not what is in it. */
    public synchronized List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        map.without(passed).stream()
                .filter(counted)
                .map(node -> new Gap(node.file(), node.line(), node.isBranch() ? "branch" : "step", words(node)))
                .forEach(gaps::add);
        rules.stream()
                .filter(rule -> !isReached(rule))
                .map(rule -> new Gap(rulesFile.toString(), rule.line(), "rule", rule.rule()))
                .forEach(gaps::add);
        withoutCases.forEach(file -> gaps.add(new Gap(file.toString(), 1, "route", name(file) + " has no case")));
        gaps.sort(Comparator.comparing(Gap::file).thenComparing(Gap::line).thenComparing(Gap::what));
        return gaps;
    }

    private static String words(RouteNode node) {
        String about = node.label().isEmpty() || !node.isBranch() && !node.id().isEmpty() ? node.id() : node.label();
        return (node.kind() + " " + about).replaceAll("\\s+", " ").strip();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("[.]camel[.]yaml$", "");
    }

    private boolean isReached(RulePlace rule) {
        return cited.stream().anyMatch(rule::isCitedBy);
    }

    private Share share(List<RouteNode> nodes) {
        List<RouteNode> all = nodes.stream().filter(counted).toList();
        return new Share(
                (int) all.stream().filter(node -> passed.contains(node.where())).count(), all.size());
    }
}
