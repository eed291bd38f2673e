package io.github.defenderroutes.rehearsal;

import java.util.List;
import org.apache.camel.LineNumberAware;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;

/**
 * A place in the file of a route: a step, or a branch of one.
 *
 * @param route the id of the route; of what all routes share, such as {@code error-handling}, the name of its file
 * @param id as the file names it; empty where it names none
 * @param kind the word in the file, such as {@code to}, {@code choice} or {@code when}
 * @param label what it is about: the endpoint called, the condition, the exceptions caught
 * @param file as it was named to the loader
 * @param line where it begins, from 1
 * @param branch what kind of branch it is; {@link Branch#NONE} for a step
 * @param against the conditions of which none holds where it is taken: of an {@code otherwise}, written or not
 */
public record RouteNode(
        String route,
        String id,
        String kind,
        String label,
        String file,
        int line,
        Branch branch,
        List<String> against) {

    /** What a place is to the step it belongs to. */
    public enum Branch {
        /** No branch, but a step. */
        NONE,
        /** Something written in the file: {@code when, otherwise, doCatch, onException} and the like, or the steps of a filter. */
        WRITTEN,
        /**
         * What is not written and happens all the same: no {@code when} fits and there is no {@code otherwise}, a filter
         * lets nothing through, nothing fails that {@code doCatch} would catch, an id was seen before.
         */
        UNWRITTEN
    }

    /** Whether it is one of the ways that an exchange can take at some step. */
    public boolean isBranch() {
        return branch != Branch.NONE;
    }

    /** As a person looks it up: {@code file:line}. */
    public String place() {
        return file + ":" + line;
    }

    /**
     * What stays the same whenever the file is loaded, with whatever settings.
     *
     * @param kind as in {@link RouteNode}
     */
    public record Place(String file, int line, String kind, Branch branch) {}

    public Place where() {
        return new Place(file, line, kind, branch);
    }

    @Override
    public String toString() {
        return "%s: %s %s".formatted(place(), kind, label).stripTrailing();
    }

    static String file(LineNumberAware node) {
        String location = node.getLocation();
        return location == null ? "" : location.replaceFirst("^file:", "");
    }

    static boolean isInFile(NamedNode node) {
        return node.getLocation() != null && node.getLocation().startsWith("file:") && node.getLineNumber() > 0;
    }

    /** Whether it belongs to a Kamelet, which a rehearsal takes for one step. */
    public static boolean isInKamelet(NamedNode node) {
        return top(node) instanceof RouteDefinition route && route.isCreatedFromTemplate();
    }

    static NamedNode top(NamedNode node) {
        NamedNode top = node;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return top;
    }
}
