package io.github.defenderroutes.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OData's $filter that is documented or relied on: {@code eq ne gt ge lt le and or}, parentheses and
 * {@code startswith}.
 *
 * <p>Documented: date-times unquoted, strings and enums in single quotes with a quote doubled. Invented: everything else
 * is refused, also {@code not}, {@code in} and {@code contains}, which nobody outside has seen working. Comparing with a
 * value that is null or of another kind than the schema says is only ever {@code ne}.
 */
final class ODataFilter {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<quoted>'(?:[^']|'')*')|(?<mark>[(),])|(?<word>[^\\s(),']+))");

    private final List<String> tokens = new ArrayList<>();
    private final EntitySet entities;
    private final boolean refusesOr;
    private int position;

    private ODataFilter(String text, EntitySet entities, boolean refusesOr) {
        this.entities = entities;
        this.refusesOr = refusesOr;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw refused("there is an unterminated string or unknown character at position " + end);
        }
    }

    static Predicate<Map<String, Object>> parse(String text, EntitySet entities, boolean refusesOr) {
        ODataFilter filter = new ODataFilter(text, entities, refusesOr);
        Predicate<Map<String, Object>> all = filter.either();
        if (filter.position < filter.tokens.size()) {
            throw refused("'" + filter.peek() + "' was not expected");
        }
        return all;
    }

    private Predicate<Map<String, Object>> either() {
        Predicate<Map<String, Object>> result = both();
        while (peek().equals("or")) {
            if (refusesOr) {
                throw refused("the operator 'or' is not supported");
            }
            next();
            result = result.or(both());
        }
        return result;
    }

    private Predicate<Map<String, Object>> both() {
        Predicate<Map<String, Object>> result = single();
        while (peek().equals("and")) {
            next();
            result = result.and(single());
        }
        return result;
    }

    private Predicate<Map<String, Object>> single() {
        String first = next();
        if (first.equals("(")) {
            Predicate<Map<String, Object>> inner = either();
            expect(")");
            return inner;
        }
        if (first.equals("startswith")) {
            return startsWith();
        }
        return comparison(first);
    }

    private Predicate<Map<String, Object>> startsWith() {
        expect("(");
        EntitySet.Property property = entities.property(next());
        expect(",");
        String prefix = literal(next(), EntitySet.Kind.TEXT).toString();
        expect(")");
        return row -> row.get(property.key()) instanceof String text && text.startsWith(prefix);
    }

    private Predicate<Map<String, Object>> comparison(String name) {
        EntitySet.Property property = entities.property(name);
        String operator = next();
        IntPredicate verdict = verdict(operator);
        Comparable<Object> literal = literal(next(), property.kind());
        return row -> {
            Comparable<Object> value = property.kind().value(row.get(property.key()));
            if (literal == null || value == null) {
                return literal == value ? operator.equals("eq") : operator.equals("ne");
            }
            return verdict.test(value.compareTo(literal));
        };
    }

    private static IntPredicate verdict(String operator) {
        return switch (operator) {
            case "eq" -> order -> order == 0;
            case "ne" -> order -> order != 0;
            case "gt" -> order -> order > 0;
            case "ge" -> order -> order >= 0;
            case "lt" -> order -> order < 0;
            case "le" -> order -> order <= 0;
            default -> throw refused("'" + operator + "' is not an operator");
        };
    }

    private static Comparable<Object> literal(String token, EntitySet.Kind kind) {
        if (token.equals("null")) {
            return null;
        }
        boolean quoted = token.startsWith("'");
        Object plain = quoted ? token.substring(1, token.length() - 1).replace("''", "'") : token;
        Comparable<Object> value = quoted == (kind == EntitySet.Kind.TEXT) ? kind.literal(plain) : null;
        if (value == null) {
            throw refused("%s is not a value of type %s".formatted(token, kind.edm()));
        }
        return value;
    }

    private String peek() {
        return position < tokens.size() ? tokens.get(position) : "";
    }

    private String next() {
        if (position == tokens.size()) {
            throw refused("it ends too early");
        }
        return tokens.get(position++);
    }

    private void expect(String mark) {
        String found = next();
        if (!found.equals(mark)) {
            throw refused("expected '" + mark + "' instead of '" + found + "'");
        }
    }

    private static RefusedException refused(String problem) {
        return RefusedException.odata("The query specified in the URI is not valid. $filter: " + problem + ".");
    }
}
