package io.github.defenderroutes.hunting;

import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Nearest;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The folder of queries. Those that run by a schedule are read once, and again by {@link #prepare}; one that
 * is run by hand is read each time. */
public final class HuntingQueries {
    private final Path folder;
    private final List<String> chosen;
    private List<HuntingQuery> scheduled;

    public HuntingQueries(Settings settings) {
        Path config = settings.configFolder();
        this.folder = (config == null ? Path.of("config") : config).resolve("hunting");
        this.chosen = settings.words("hunting.queries");
    }

    /**
     * Those that {@code hunting.queries} names.
     *
     * @throws HuntingFileException naming everything that is wrong with any file of the folder
     */
    public synchronized List<HuntingQuery> scheduled() {
        if (scheduled == null) {
            scheduled = readChosen();
        }
        return scheduled;
    }

    /**
     * Reads those that {@code hunting.queries} names as they are now.
     *
     * @return what puts them in force
     * @throws HuntingFileException naming everything that is wrong with any file of the folder; those in force stay so
     */
    public Runnable prepare() {
        List<HuntingQuery> fresh = readChosen();
        return () -> use(fresh);
    }

    /** What puts the queries that are in force now in force again. */
    public synchronized Runnable keep() {
        List<HuntingQuery> now = scheduled;
        return () -> use(now);
    }

    private synchronized void use(List<HuntingQuery> queries) {
        scheduled = queries;
    }

    /**
     * What is wrong with the files of the folder, whether or not they are scheduled, by file.
     *
     * @param config the folder of settings
     */
    public static Map<Path, List<FileProblem>> problems(Path config) {
        Map<Path, List<FileProblem>> found = new LinkedHashMap<>();
        for (String name : names(config.resolve("hunting"))) {
            Path file = config.resolve("hunting").resolve(name + QueryFile.ENDING);
            List<FileProblem> problems = new ArrayList<>();
            QueryFile.look(file, problems);
            found.put(file, problems);
        }
        return found;
    }

    /**
     * The query of that file, as it stands there now.
     *
     * @param file its name, with or without {@code .kql} or the folder
     * @throws HuntingFileException if there is none, or it has a problem
     */
    public HuntingQuery read(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
                .replaceFirst("\\.kql$", "");
        List<String> names = names();
        if (!names.contains(name)) {
            throw new HuntingFileException(List.of(noSuchFile(name, names)));
        }
        List<String> problems = new ArrayList<>();
        HuntingQuery query = QueryFile.read(folder.resolve(name + QueryFile.ENDING), problems);
        if (query == null) {
            throw new HuntingFileException(problems);
        }
        return query;
    }

    private List<HuntingQuery> readChosen() {
        if (chosen.isEmpty()) {
            return List.of();
        }
        List<String> names = names();
        List<String> problems = new ArrayList<>();
        List<HuntingQuery> queries = names.stream()
                .map(name -> QueryFile.read(folder.resolve(name + QueryFile.ENDING), problems))
                .filter(Objects::nonNull)
                .toList();
        boolean all = chosen.contains("*");
        chosen.stream()
                .filter(name -> !all && !names.contains(name))
                .forEach(name -> problems.add("hunting.queries: " + noSuchFile(name, names)));
        if (!problems.isEmpty()) {
            throw new HuntingFileException(problems);
        }
        return queries.stream()
                .filter(query -> all || chosen.contains(query.name()))
                .toList();
    }

    private String noSuchFile(String name, List<String> names) {
        return "there is no %s. To fix: %s."
                .formatted(
                        folder.resolve(name + QueryFile.ENDING),
                        Nearest.to(name, names)
                                .map(near -> "did you mean " + near + "?")
                                .orElse(
                                        names.isEmpty()
                                                ? "put the file there"
                                                : "name one of " + String.join(", ", names)));
    }

    private List<String> names() {
        return names(folder);
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(QueryFile.ENDING))
                    .map(name -> name.substring(0, name.length() - QueryFile.ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder %s cannot be read".formatted(folder), e);
        }
    }
}
