package io.github.defenderroutes.settings;

import java.util.function.Function;

/**
 * One row of the table of settings.
 *
 * @param standard the default as shown in the shipped file, or {@code null} if there is none
 * @param byCloud the default that depends on the cloud, or {@code null} if it does not
 * @param remedy where to find a value that must be given, or {@code null} if it need not
 */
record Declaration(
        String key, ValueType type, String standard, Function<Cloud, String> byCloud, String remedy, boolean secret) {

    static Declaration setting(String key, ValueType type, String standard) {
        return new Declaration(key, type, standard, null, null, false);
    }

    static Declaration optional(String key, ValueType type) {
        return new Declaration(key, type, null, null, null, false);
    }

    static Declaration required(String key, ValueType type, String remedy) {
        return new Declaration(key, type, null, null, remedy, false);
    }

    static Declaration byCloud(String key, ValueType type, Function<Cloud, String> value) {
        return new Declaration(key, type, null, value, null, false);
    }

    static Declaration secret(String key) {
        return new Declaration(key, TextTypes.text(), null, null, null, true);
    }

    /** What applies when nobody wrote a value, or {@code null}. */
    String fallback(Cloud cloud) {
        return byCloud == null ? standard : byCloud.apply(cloud);
    }
}
