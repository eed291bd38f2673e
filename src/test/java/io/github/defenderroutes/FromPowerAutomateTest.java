package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The page for those who come from Power Automate names files, places, settings, Kamelets and commands that exist. */
class FromPowerAutomateTest {
    private static final Path PAGE = Path.of("src/docs/from-power-automate.md");
    private static final String TEXT = read(PAGE);

    @Test
    void readmeLeadsToItOnTheFirstScreen() {
        assertThat(read(Path.of("README.md")).lines().limit(30)).anyMatch(line -> line.contains("](" + PAGE + ")"));
    }

    @Test
    void everyLinkLeadsToAFileAndAPlaceInIt() {
        assertThat(find("\\]\\(([^)]+)\\)", TEXT)).isNotEmpty().allSatisfy(link -> {
            String[] parts = link.split("#", -1);
            Path file =
                    parts[0].isEmpty() ? PAGE : PAGE.resolveSibling(parts[0]).normalize();
            assertThat(file).exists();
            if (parts.length > 1) {
                assertThat(places(read(file))).contains(parts[1]);
            }
        });
    }

    @Test
    void everyPathExists() {
        String ignored = read(Path.of(".gitignore"));

        assertThat(find("`((?:routes|config|src)/[A-Za-z0-9_./-]*)`", TEXT))
                .isNotEmpty()
                .allMatch(path -> Files.exists(Path.of(path)) || ignored.contains("/" + path));
    }

    @Test
    void everySettingIsOneOfTheShippedFile() {
        assertThat(find("`((?:defender|alerts|isolation|hunting|mail)\\.[a-z.-]+[a-z])[` ]", TEXT))
                .isNotEmpty()
                .allMatch(read(Path.of("config/application.properties"))::contains);
    }

    @Test
    void everyKameletExists() {
        assertThat(find("(defender-[a-z-]+-action)", TEXT))
                .isNotEmpty()
                .allMatch(name -> Files.exists(Path.of("src/main/resources/kamelets", name + ".kamelet.yaml")));
    }

    @Test
    void everyCommandIsOneOfReadmesTable() {
        String table = read(Path.of("README.md"));

        assertThat(find("defender-routes\\.jar ([a-z]+)", TEXT))
                .isNotEmpty()
                .allMatch(command -> table.contains("| `" + command));
    }

    @Test
    void theStepsItShowsAreYaml() {
        assertThat(find("(?ms)^```yaml\n(.*?)^```", TEXT)).isNotEmpty().allSatisfy(block -> assertThat(
                        new Load(LoadSettings.builder().build()).loadFromString(block))
                .isInstanceOf(List.class));
    }

    /** The names that headings have in links. */
    private static List<String> places(String markdown) {
        return find("(?m)^#+ (.*)$", markdown).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<String> find(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
