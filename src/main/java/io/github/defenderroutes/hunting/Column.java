package io.github.defenderroutes.hunting;

/**
 * A column of a result.
 *
 * @param type as the service names it, such as {@code String} or {@code DateTime}; empty if it does not say
 */
public record Column(String name, String type) {
    /** Whether it says when something happened, and so differs for what is otherwise the same. */
    boolean isTime() {
        return type.equalsIgnoreCase("DateTime") || name.equals("Timestamp");
    }
}
