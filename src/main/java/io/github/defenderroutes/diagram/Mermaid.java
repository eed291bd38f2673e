package io.github.defenderroutes.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A flowchart in the making. Whatever is written into it stands there as text: ids are our own, so that no name meets a
 * reserved word, and of a text only letters, digits and harmless signs stay as they are.
 */
final class Mermaid {
    /** What stays as it is inside quotes; the rest becomes the number of its character. */
    private static final String HARMLESS = " .,-_/()=+!?'";

    private static final int LONGEST_LINE = 90;
    private static final String INDENT = "  ";

    private final StringBuilder nodes;
    private final List<String> edges = new ArrayList<>();
    private int count;
    private int depth = 1;

    /** What a node looks like: the brackets around its text. */
    enum Shape {
        BOX("[", "]"),
        START("([", "])"),
        ROUTE("[[", "]]"),
        QUESTION("{", "}"),
        AGAIN("{{", "}}"),
        KAMELET("[/", "/]"),
        END("((", "))");

        private final String before;
        private final String behind;

        Shape(String before, String behind) {
            this.before = before;
            this.behind = behind;
        }
    }

    /** How a node stands out. */
    enum Style {
        PLAIN(""),
        ACT(":::act"),
        MAIL(":::mail"),
        ABSENT(":::absent");

        private final String behind;

        Style(String behind) {
            this.behind = behind;
        }
    }

    /** @param direction LR or TD */
    Mermaid(String direction) {
        nodes = new StringBuilder("flowchart ").append(direction).append('\n');
    }

    /** Adds a node and gives its id. */
    String node(Shape shape, Style style, List<String> lines) {
        String id = "n" + ++count;
        line(id + shape.before + quoted(lines) + shape.behind + style.behind);
        return id;
    }

    /** @param words what the arrow says; may be empty */
    void edge(String from, String to, String words, boolean dotted) {
        edges.add(from
                + (dotted ? " -.->" : " -->")
                + (words.isEmpty() ? " " : "|" + quoted(List.of(words)) + "| ")
                + to);
    }

    /** What is added until {@link #close} stands in a frame. */
    void open(String title) {
        line("subgraph f" + ++count + " [" + quoted(List.of(title)) + "]");
        depth++;
    }

    void close() {
        depth--;
        line("end");
    }

    private void line(String text) {
        nodes.append(INDENT.repeat(depth)).append(text).append('\n');
    }

    String text() {
        return Stream.concat(
                        edges.stream(),
                        Stream.of(
                                "classDef act stroke:#c4314b,stroke-width:3px",
                                "classDef mail stroke:#0067b8,stroke-width:3px",
                                "classDef absent stroke-dasharray:4 4"))
                .map(line -> INDENT + line)
                .collect(Collectors.joining("\n", nodes, "\n"));
    }

    private static String quoted(List<String> lines) {
        return lines.stream().map(Mermaid::plain).collect(Collectors.joining("<br>", "\"", "\""));
    }

    private static String plain(String line) {
        StringBuilder text = new StringBuilder();
        String shown =
                line.replaceAll("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        int length = shown.codePointCount(0, shown.length());
        shown.codePoints()
                .limit(length > LONGEST_LINE ? LONGEST_LINE - 1 : length)
                .forEach(sign -> {
                    boolean first = text.isEmpty(); // a list of Markdown begins with a digit or a sign
                    boolean stays = Character.isLetter(sign)
                            || !first && (Character.isDigit(sign) || HARMLESS.indexOf(sign) >= 0);
                    text.append(stays ? Character.toString(sign) : "#" + sign + ";");
                });
        return text.append(length > LONGEST_LINE ? "…" : "").toString();
    }
}
