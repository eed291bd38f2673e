package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The case files of a folder, to be looked at without being run. */
public final class CaseFiles {
    private CaseFiles() {}

    /** What is wrong with them, by file; the first thing of each. Nothing of one that is fine. */
    public static Map<Path, FileProblem> problems(Path routes) {
        Map<Path, FileProblem> problems = new TreeMap<>();
        files(routes).forEach(file -> {
            try {
                CaseFile.read(file);
            } catch (CaseFileException e) {
                problems.put(file, e.problem());
            }
        });
        return problems;
    }

    private static List<Path> files(Path routes) {
        try (Stream<Path> files = Files.list(routes)) {
            return files.filter(file -> file.toString().endsWith(".case.yaml")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(routes + " cannot be read", e);
        }
    }
}
