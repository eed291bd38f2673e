package io.github.defenderroutes.settings;

/** A value somebody wrote for a key. */
record Entry(String key, String value, Origin origin) {}
