package io.github.defenderroutes.guardrails;

import java.util.Locale;

/** A word in which {@code *} stands for any letters and {@code ?} for one; capitals do not matter. */
final class Glob {
    private final String written;
    private final String pattern;

    Glob(String written) {
        this.written = written;
        this.pattern = written.toLowerCase(Locale.ROOT);
    }

    /** Needs no more steps than the two lengths multiplied, whatever stars there are: the text may be an attacker's. */
    boolean matches(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    boolean hasWildcard() {
        return pattern.contains("*") || pattern.contains("?");
    }

    /** Whether it matches whatever the other does, as far as that is easily told. */
    boolean covers(Glob other) {
        return pattern.equals("*") || pattern.equals(other.pattern) || !other.hasWildcard() && matches(other.pattern);
    }

    @Override
    public String toString() {
        return written;
    }
}
