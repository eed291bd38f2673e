package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Settings;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What routes may name besides each other.
 *
 * @param placeholders their values by name
 * @param beans their classes by name
 */
record Surroundings(Map<String, String> placeholders, Map<String, Class<?>> beans) {
    /** A name, and the value it has if nobody sets it. */
    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

    /** @param beans those that the program itself binds */
    static Surroundings of(Settings settings, Map<String, Class<?>> beans) {
        return new Surroundings(settings.placeholders(), beans);
    }

    /** The text with the values of those placeholders that have one. */
    String resolve(String text) {
        return text.contains("{{")
                ? PLACEHOLDER
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group())))
                : text;
    }

    private String value(String inside, String otherwise) {
        String key = key(inside);
        String standard = inside.length() > key.length() && inside.charAt(key.length()) == ':'
                ? inside.substring(key.length() + 1)
                : otherwise;
        return placeholders.getOrDefault(key, standard);
    }

    /** The name in a placeholder, without what stands before and after it. */
    static String key(String inside) {
        int end = inside.indexOf(':');
        return end < 0 ? inside : inside.substring(0, end);
    }

    /** Whether the program, or a file of routes, makes such a class available. */
    static boolean hasClass(String name) {
        return find(name) != null;
    }

    /** {@code null} if there is none; nothing in it runs. */
    static Class<?> find(String name) {
        Class<?> ours = find(name, Surroundings.class.getClassLoader());
        return ours == null ? find(name, Thread.currentThread().getContextClassLoader()) : ours;
    }

    private static Class<?> find(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Whether a file lies on the class path. */
    static boolean hasResource(String name) {
        return Surroundings.class.getClassLoader().getResource(name) != null;
    }
}
