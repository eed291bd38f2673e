package io.github.defenderroutes.web;

import java.util.Map;

/** What a page answers. */
sealed interface Reply {

    /** A template and what it shows. */
    record Shown(String template, Map<String, Object> model) implements Reply {}

    /** Done; the browser goes on to this path and shows the words once. */
    record Done(String next, String words) implements Reply {}

    /** Not done, and why; the browser goes on to this path and shows the words once. */
    record Refused(String next, String words) implements Reply {}

    /** A file to keep. */
    record Download(String name, String type, String text) implements Reply {}

    /** There is no such thing. */
    record Missing(String words) implements Reply {}
}
