package io.github.defenderroutes.database;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an H2 database in a file is. */
public final class H2File {
    /** Under any way to write its address; what H2 has other schemes for is none. */
    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:h2:(?:file:)?(?![a-z]{2,}:)([^;]+)(;.*)?", Pattern.CASE_INSENSITIVE);

    private H2File() {}

    /**
     * Folder and name, to which H2 adds the ending {@code .mv.db}.
     *
     * @param stateUrl the setting {@code state.url}
     * @return empty if it is another kind of database
     */
    public static Optional<Path> of(String stateUrl) {
        Matcher url = ADDRESS.matcher(stateUrl);
        return url.matches()
                ? Optional.of(Path.of(
                        url.group(1).replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")))))
                : Optional.empty();
    }
}
