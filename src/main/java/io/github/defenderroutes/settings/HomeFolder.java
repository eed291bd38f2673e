package io.github.defenderroutes.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder in which relative names of files begin, for files of settings and the database; without one, where we started. */
record HomeFolder(Optional<Path> folder) {
    static final HomeFolder NONE = new HomeFolder(Optional.empty());

    /** Set by the launcher, so that it can leave the working directory to the person who gave the command. */
    private static final String PROPERTY = "defender-routes.home";

    /** The file in an address of H2; one below the user's home ({@code ~}) and what is no file has none. */
    private static final Pattern H2_FILE =
            Pattern.compile("(jdbc:h2:(?:file:)?)(?![a-z]{2,}:|~)([^;]+)(.*)", Pattern.CASE_INSENSITIVE);

    static HomeFolder of(Map<String, String> systemProperties) {
        return new HomeFolder(
                Optional.ofNullable(systemProperties.get(PROPERTY)).map(Path::of));
    }

    /** The value with its file at its place; what cannot be a path is left for the check of the value to tell. */
    String place(Declaration declaration, String value) {
        if (folder.isEmpty() || value.isEmpty()) {
            return value;
        }
        try {
            if (declaration.type().shape() == Shape.FILE) {
                return absolute(value);
            }
            Matcher database = H2_FILE.matcher(value);
            return declaration.key().equals("state.url") && database.matches()
                    ? database.group(1) + absolute(database.group(2)) + database.group(3)
                    : value;
        } catch (InvalidPathException e) {
            return value;
        }
    }

    private String absolute(String file) {
        return folder.orElseThrow().resolve(file).normalize().toString();
    }
}
