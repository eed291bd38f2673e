package io.github.defenderroutes.settings;

/** The forms in which {@link Settings} hands out a value. */
enum Shape {
    TEXT,
    WORDS,
    NUMBER,
    LIMIT,
    DURATION,
    DURATION_OR_OFF,
    DATE,
    SIZE,
    URL,
    FILE,
    FLAG
}
