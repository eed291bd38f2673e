package io.github.defenderroutes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Started by the launcher, files of settings and the database begin in the folder it names; else in the working directory. */
class HomeFolderTest {
    private static final Path CONFIG = Path.of("config");

    @Test
    void theDatabaseAndTheKillFileAreInTheHome() {
        Settings settings = load(Map.of("defender-routes.home", "/srv/defender-routes"));

        assertThat(settings.text("state.url")).isEqualTo("jdbc:h2:file:/srv/defender-routes/data/defender-routes");
        assertThat(settings.path("kill-switch.file")).contains(Path.of("/srv/defender-routes/data/KILL"));
    }

    @Test
    void withoutAHomeTheyAreAsWritten() {
        Settings settings = load(Map.of());

        assertThat(settings.text("state.url")).isEqualTo("jdbc:h2:file:./data/defender-routes");
        assertThat(settings.path("kill-switch.file")).contains(Path.of("data/KILL"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/x;AUTO_SERVER=TRUE, jdbc:h2:file:/home/of/ours/data/x;AUTO_SERVER=TRUE",
        "jdbc:h2:./data/x, jdbc:h2:/home/of/ours/data/x",
        "jdbc:h2:file:/var/lib/x, jdbc:h2:file:/var/lib/x",
        "jdbc:h2:file:~/x, jdbc:h2:file:~/x",
        "jdbc:h2:mem:x, jdbc:h2:mem:x",
        "jdbc:h2:tcp://host/./x, jdbc:h2:tcp://host/./x",
        "jdbc:postgresql://host/x, jdbc:postgresql://host/x"
    })
    void onlyARelativeFileIsMoved(String written, String used) {
        assertThat(load(Map.of("defender-routes.home", "/home/of/ours", "state.url", written))
                        .text("state.url"))
                .isEqualTo(used);
    }

    private static Settings load(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Given.required());
        all.putAll(values);
        return Settings.load(CONFIG, Map.of(), all);
    }
}
