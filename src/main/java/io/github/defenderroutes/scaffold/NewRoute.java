package io.github.defenderroutes.scaffold;

import io.github.defenderroutes.settings.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A route that is to be: its file, well-formed and commented, and a case that it satisfies. */
public final class NewRoute {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 60;

    /** Windows has no files of these names, whatever their ending. */
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com\\d|lpt\\d");

    private static final String ROUTE_FILE = ".camel.yaml";
    private static final String CASE_FILE = ".case.yaml";

    private final Path folder;
    private final String name;
    private final Beginning beginning;
    private final Optional<String> next;

    /**
     * @param folder of the routes
     * @param name of the route, its file and what other routes call
     * @param next a route of the folder that it calls
     * @throws NewRouteException if that cannot be
     */
    public NewRoute(Path folder, String name, Beginning beginning, Optional<String> next) {
        this.folder = folder;
        this.name = name;
        this.beginning = beginning;
        this.next = next;
        checkFolder();
        checkName();
        next.ifPresent(this::checkCalled);
    }

    private void checkFolder() {
        if (!Files.isDirectory(folder)) {
            throw new NewRouteException(
                    "%s is no folder. To fix: start where routes/ is, or name it with --routes DIR.".formatted(folder));
        }
    }

    private void checkName() {
        if (!NAME.matcher(name).matches()
                || name.length() > LONGEST_NAME
                || DEVICE.matcher(name).matches()) {
            throw new NewRouteException(
                    "%s is no name for a route. To fix: use small letters, digits and hyphens, such as tag-visitors, at most %d of them."
                            .formatted(shown(name), LONGEST_NAME));
        }
        for (Path file : List.of(file(), cases())) {
            if (Files.exists(file)) {
                throw taken(file + " exists already");
            }
        }
        Pattern id = Pattern.compile("(?m)^[\\s-]*id:\\s*[\"']?" + name + "[\"']?\\s*(#.*)?$");
        for (String other : routes()) {
            if (id.matcher(read(folder.resolve(other + ROUTE_FILE))).find()) {
                throw taken(
                        "A route or a step of %s has the id %s".formatted(folder.resolve(other + ROUTE_FILE), name));
            }
        }
    }

    private static NewRouteException taken(String where) {
        return new NewRouteException(where + ". To fix: choose another name.");
    }

    private void checkCalled(String called) {
        Set<String> routes = routes();
        if (!routes.contains(called)) {
            throw new NewRouteException("There is no route %s in %s.%s"
                    .formatted(
                            shown(called),
                            folder,
                            Nearest.to(called, routes)
                                    .map(" Did you mean %s?"::formatted)
                                    .orElse(" To fix: write that one first, or leave out --to.")));
        }
    }

    private static String shown(String word) {
        return word.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }

    private Set<String> routes() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ROUTE_FILE))
                    .map(file -> file.substring(0, file.length() - ROUTE_FILE.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The route's file. */
    public Path file() {
        return folder.resolve(name + ROUTE_FILE);
    }

    /** The file of its cases. */
    public Path cases() {
        return folder.resolve(name + CASE_FILE);
    }

    /**
     * Writes both files, or none.
     *
     * @throws NewRouteException if they cannot be written
     */
    public void write() {
        String step = next.map(this::call).orElse("");
        try {
            create(cases(), filled(CASE_FILE));
            try {
                create(file(), filled(ROUTE_FILE) + step);
            } catch (IOException e) {
                Files.deleteIfExists(cases());
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw taken(e.getFile() + " exists already");
        } catch (IOException e) {
            throw new NewRouteException(
                    "Nothing was written: %s. To fix: see who may write into %s.".formatted(e.getMessage(), folder));
        }
    }

    /** Under another name first, so that nobody ever reads half of it. */
    private void create(Path file, String text) throws IOException {
        Path part = folder.resolve("." + file.getFileName() + ".new");
        try {
            Files.writeString(part, text);
            Files.createLink(file, part); // unlike a move it never replaces a file
        } catch (UnsupportedOperationException noLinks) {
            Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String filled(String kind) {
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).replace('-', ' ');
        return template(beginning + kind)
                .replace("{NAME}", name)
                .replace("{TITLE}", title)
                .replace("{CALLS}", next.map(route -> "; calls " + route).orElse(""))
                .replace("{REACHED}", next.orElse(""));
    }

    private String call(String route) {
        return step("%s-calls-%s".formatted(name, route), route, beginning.indent);
    }

    /** The step with which another route calls this one, as it stands in a list of a route's first steps. */
    public String callOfThis() {
        return step("call-" + name, name, Beginning.DIRECT.indent);
    }

    private static String step(String id, String route, int indent) {
        return """
                - to:
                    id: %s
                    uri: direct:%s
                """.formatted(id, route).indent(indent);
    }

    private static String template(String file) {
        try (InputStream template = NewRoute.class.getResourceAsStream("/new-route/" + file)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
