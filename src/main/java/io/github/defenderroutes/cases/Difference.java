package io.github.defenderroutes.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares what a case expects with what was, and says what differs, where. Of an object only the fields named count. */
final class Difference {
    private final List<Mismatch> mismatches = new ArrayList<>();

    void add(String problem) {
        add(new Mismatch(0, "", problem));
    }

    void add(Mismatch mismatch) {
        mismatches.add(mismatch);
    }

    /** Field by field, so that only those that differ are shown. */
    void compare(String what, Spot expected, Object actual) {
        Object was = Plain.of(actual);
        if (expected.isMap() && !TextRule.is(expected.value()) && was instanceof Map<?, ?> fields) {
            expected.entries().forEach((field, value) -> compare(what + "." + field, value, fields.get(field)));
        } else if (expected.isList() && was instanceof List<?> several) {
            compareLists(what, expected, several);
        } else {
            compare(what, expected.line(), expected.value(), was);
        }
    }

    /** @param line where it is expected; 0 if nothing says so */
    void compare(String what, int line, Object expected, Object actual) {
        Object was = Plain.of(actual);
        if (!matches(expected, was)) {
            add(new Mismatch(line, what, details(expected, was)));
        }
    }

    List<Mismatch> mismatches() {
        return List.copyOf(mismatches);
    }

    private void compareLists(String what, Spot expected, List<?> was) {
        List<Spot> wanted = expected.list();
        List<Spot> missing = new ArrayList<>(wanted);
        List<Object> extra = new ArrayList<>(was);
        for (Spot one : wanted) {
            int found = indexOf(one.value(), extra);
            if (found >= 0) {
                missing.remove(one);
                extra.remove(found);
            }
        }
        boolean objects = wanted.stream().allMatch(Spot::isMap) && wanted.size() == was.size();
        if (objects) {
            for (int i = 0; i < wanted.size(); i++) {
                compare(what + "[" + (i + 1) + "]", wanted.get(i), was.get(i));
            }
        } else if (!missing.isEmpty() || !extra.isEmpty() || !matches(expected.value(), was)) {
            add(new Mismatch(expected.line(), what, listDetails(expected.value(), was, missing, extra)));
        }
    }

    private static int indexOf(Object expected, List<Object> among) {
        for (int i = 0; i < among.size(); i++) {
            if (matches(expected, among.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String listDetails(Object expected, List<?> was, List<Spot> missing, List<Object> extra) {
        List<String> lines = new ArrayList<>();
        lines.add("expected: " + Plain.shown(expected));
        lines.add(" but was: " + Plain.shown(was));
        if (!missing.isEmpty()) {
            lines.add(" missing: "
                    + missing.stream().map(one -> Plain.shown(one.value())).collect(Collectors.joining(", ")));
        }
        if (!extra.isEmpty()) {
            lines.add("   extra: " + extra.stream().map(Plain::shown).collect(Collectors.joining(", ")));
        }
        if (missing.isEmpty() && extra.isEmpty()) {
            lines.add("the same, in another order");
        }
        return String.join("\n", lines);
    }

    private static String details(Object expected, Object was) {
        if (TextRule.is(expected) && was != null) {
            return "but was: " + TextPlace.shortened(was.toString()) + "\n"
                    + TextRule.of(expected).problem(was.toString());
        }
        return TextPlace.compared(Plain.isNone(expected) ? Plain.NONE : Plain.shown(expected), Plain.shown(was));
    }

    static boolean matches(Object expected, Object actual) {
        if (Plain.isNone(expected)) {
            return actual == null;
        }
        if (TextRule.is(expected)) {
            return TextRule.of(expected).fits(actual);
        }
        if (expected instanceof Map<?, ?> wanted) {
            return actual instanceof Map<?, ?> was
                    && wanted.entrySet().stream().allMatch(e -> matches(e.getValue(), was.get(e.getKey())));
        }
        if (expected instanceof List<?> wanted) {
            return actual instanceof List<?> was && wanted.size() == was.size() && eachMatches(wanted, was);
        }
        return actual != null && expected.toString().equals(actual.toString());
    }

    private static boolean eachMatches(List<?> wanted, List<?> was) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!matches(wanted.get(i), was.get(i))) {
                return false;
            }
        }
        return true;
    }
}
