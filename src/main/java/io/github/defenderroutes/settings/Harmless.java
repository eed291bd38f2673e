package io.github.defenderroutes.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Texts as they may be kept, mailed and shown: without our secrets, also where these stand in JSON. */
public final class Harmless {
    /** A shorter one stands in texts by chance. */
    private static final int SHORTEST = 6;

    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]*");

    private final List<String> secrets;

    Harmless(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(
                        secret -> Stream.of(secret, secret.replace("\\", "\\\\").replace("\"", "\\\"")))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What we, a server or an engineer wrote, without secrets and tokens; {@code null} for {@code null}. */
    public String text(String text) {
        return text == null ? null : TOKEN.matcher(alert(text)).replaceAll("(token, not shown)");
    }

    /** What Defender said of an alert; {@code null} for {@code null}. A token there is what an attacker had, and not ours. */
    public String alert(String text) {
        String harmless = text;
        for (String secret : text == null ? List.<String>of() : secrets) {
            harmless = harmless.replace(secret, "(secret, not shown)");
        }
        return harmless;
    }
}
