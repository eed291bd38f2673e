package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Nearest;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How messages name what could have been meant. */
final class Words {
    private static final int FEW = 8;

    private Words() {}

    /** The word that was most likely meant, as it is spelt. */
    static Optional<String> nearest(String written, Collection<String> known) {
        Map<String, String> spelling = known.stream()
                .collect(Collectors.toMap(word -> word.toLowerCase(Locale.ROOT), word -> word, (one, same) -> one));
        return Nearest.to(written, spelling.keySet()).map(spelling::get);
    }

    /** {@code did you mean x?}, or what is said otherwise. */
    static String didYouMean(String written, Collection<String> known, String otherwise) {
        return nearest(written, known).map("did you mean %s?"::formatted).orElse(otherwise);
    }

    /** {@code did you mean x?}, or all the words if they are few, or what is said otherwise. */
    static String oneOf(String written, Collection<String> known, String otherwise) {
        return didYouMean(
                written,
                known,
                known.isEmpty() || known.size() > FEW
                        ? otherwise
                        : "use one of " + String.join(", ", new TreeSet<>(known)));
    }
}
