package io.github.defenderroutes.mail;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Who reads what: the addresses of {@code mail.to}, or those that stand for one severity. */
public final class Readers {
    private final Settings settings;

    public Readers(Settings settings) {
        this.settings = settings;
    }

    /** The readers of a mail about alerts of this severity; those of {@code mail.to} unless it has its own. */
    public List<String> of(Severity severity) {
        String own = "mail.to." + severity.toString().toLowerCase(Locale.ROOT);
        boolean hasOwn =
                severity != Severity.UNKNOWN && settings.optionalText(own).isPresent();
        return settings.words(hasOwn ? own : "mail.to");
    }

    /** The same word for severities with the same readers, and for no others; empty for the readers of {@code mail.to}. */
    String audience(Severity severity) {
        Severity first = Stream.of(Severity.values())
                .filter(other -> Set.copyOf(of(other)).equals(Set.copyOf(of(severity))))
                .findFirst()
                .orElseThrow();
        return first == Severity.UNKNOWN ? "" : first.toString();
    }
}
