package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** src/docs/signing-in.md names what there is. */
class SigningInPageTest {
    private static final Path PAGE = Path.of("src/docs/signing-in.md");
    private static final String KEY = "((?:defender|alarm)\\.[a-z.-]+[a-z])";

    @Test
    void everySettingIsOneOfTheShippedFile() throws IOException {
        List<String> settings = find(KEY, Files.readString(Path.of("config/application.properties")));

        assertThat(find("`" + KEY + "[` ]", Files.readString(PAGE)))
                .isNotEmpty()
                .isSubsetOf(settings);
        assertThat(find("(?m)^" + KEY, Files.readString(PAGE))).isNotEmpty().isSubsetOf(settings);
        assertThat(find("`(DEFENDER_[A-Z_]+)`", Files.readString(PAGE)))
                .isNotEmpty()
                .isSubsetOf(settings.stream()
                        .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                        .toList());
    }

    @Test
    void everyWayToSignInIsExplained() throws IOException {
        String declared = Files.readString(Path.of("src/main/java/io/github/defenderroutes/settings/SignInWay.java"));

        assertThat(find("(?m)^\\| `([a-z-]+)`", Files.readString(PAGE)))
                .containsExactlyInAnyOrderElementsOf(find("\\(\\s*\"([a-z-]+)\",\\s*List", declared));
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        assertThat(find("\\]\\(([^)]+)\\)", Files.readString(PAGE)))
                .isNotEmpty()
                .allMatch(link -> Files.exists(PAGE.resolveSibling(link)));
    }

    private static List<String> find(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
