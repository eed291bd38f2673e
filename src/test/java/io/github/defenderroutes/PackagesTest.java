package io.github.defenderroutes;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tour of the packages, {@code package-info.java}, says of them. */
class PackagesTest {
    private static final Path ROOT = Path.of("src/main/java/io/github/defenderroutes");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?io\\.github\\.defenderroutes\\.((?:[a-z]+\\.)*)([A-Z]\\w+)");

    @Test
    void arrowsPointOneWay() throws IOException {
        Map<String, Set<String>> uses = uses();

        while (uses.values().removeIf(others -> others.stream().noneMatch(uses::containsKey))) {
            // what uses nothing that is left stands in no circle
        }

        assertThat(uses).as("packages that use each other, or are used by such").isEmpty();
    }

    @Test
    void theTourVisitsAllOfThem() throws IOException {
        String tour = Files.readString(ROOT.resolve("package-info.java"));

        assertThat(packages()).allSatisfy(name -> assertThat(tour).contains("{@code " + name + "}"));
    }

    private static Map<String, Set<String>> uses() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Path file : files()) {
            String own = String.valueOf(ROOT.relativize(file.getParent()));
            IMPORT.matcher(Files.readString(file))
                    .results()
                    .filter(used -> !used.group(2).equals("StartException"))
                    .map(used -> used.group(1).replaceFirst("\\.$", ""))
                    .filter(other -> !other.equals(own))
                    .forEach(other ->
                            uses.computeIfAbsent(own, name -> new TreeSet<>()).add(other));
        }
        return uses;
    }

    private static Set<String> packages() throws IOException {
        return files().stream()
                .map(file -> String.valueOf(ROOT.relativize(file.getParent())))
                .filter(name -> !name.isEmpty())
                .collect(toCollection(TreeSet::new));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList());
        }
    }
}
