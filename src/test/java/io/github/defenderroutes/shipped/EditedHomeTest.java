package io.github.defenderroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of shipped files from one release to the next, and what is done about it. */
class EditedHomeTest {
    private static final String ROUTE = "routes/a.camel.yaml";
    private static final String RULES = "config/guardrails.yaml";
    private static final String WORDS = "config/mail/words.ftl";

    @TempDir
    private Path folder;

    private final Map<String, String> first =
            new TreeMap<>(Map.of(ROUTE, "route\n", RULES, "rules\n", WORDS, "words\n"));
    private final Map<String, String> second = new TreeMap<>(first);

    /** A home as the first release was unpacked, at its first start. */
    @BeforeEach
    void install() {
        first.forEach(this::write);
        home(first, "1.0").begin();
    }

    @Test
    void afterTheFirstStartAllIsAsShipped() {
        assertThat(states(home(first, "1.0"))).containsOnly(State.UNCHANGED);
        assertThat(home(second, "2.0").from()).contains("1.0");
    }

    @Test
    void eachFileSaysWhoChangedIt() {
        write(RULES, "my rules\n");
        write(WORDS, "my words\n");
        second.put(ROUTE, "better route\n");
        second.put(WORDS, "better words\n");
        second.put("routes/new.camel.yaml", "new\n");

        assertThat(states(second))
                .isEqualTo(Map.of(
                        ROUTE,
                        State.CHANGED,
                        RULES,
                        State.EDITED,
                        WORDS,
                        State.BOTH,
                        "routes/new.camel.yaml",
                        State.NEW));
    }

    @Test
    void whatIsRemovedByEitherIsToldAndYourOwnFilesAreNotOurs() {
        delete(ROUTE);
        write("routes/own.camel.yaml", "mine\n");
        second.put(ROUTE, "better route\n");
        second.remove(WORDS);

        assertThat(states(second)).isEqualTo(Map.of(ROUTE, State.REMOVED, RULES, State.UNCHANGED, WORDS, State.GONE));
    }

    @Test
    void whatYouMadeExactlyLikeOursIsUnchanged() {
        write(ROUTE, "better route\n");
        second.put(ROUTE, "better route\n");

        assertThat(states(second)).containsEntry(ROUTE, State.UNCHANGED);
    }

    @Test
    void aFileOfYoursThatWeShipNowToo() {
        write("routes/own.camel.yaml", "mine\n");
        second.put("routes/own.camel.yaml", "ours\n");

        ShippedFile file =
                home(second, "2.0").files(List.of("routes/own.camel.yaml")).get(0);

        assertThat(file.state()).isEqualTo(State.BOTH);
        assertThat(file.isEdited()).isTrue();
        assertThat(file.ourChange()).contains("-mine", "+ours");
    }

    @Test
    void whereBothChangedTheTwoDiffsBeginAtWhatWasShipped() {
        write(WORDS, "words\nof mine\n");
        second.put(WORDS, "better words\n");

        ShippedFile file = home(second, "2.0").files(List.of(WORDS)).get(0);

        assertThat(file.yourChange())
                .containsExactly(
                        "--- config/mail/words.ftl as shipped",
                        "+++ config/mail/words.ftl yours",
                        "@@ -1,1 +1,2 @@",
                        " words",
                        "+of mine");
        assertThat(file.ourChange())
                .containsExactly(
                        "--- config/mail/words.ftl as shipped",
                        "+++ config/mail/words.ftl ours",
                        "@@ -1,1 +1,1 @@",
                        "-words",
                        "+better words");
    }

    @Test
    void takingBringsWhatIsNotEditedAndLeavesTheRest() {
        write(RULES, "my rules\n");
        second.put(ROUTE, "better route\n");
        second.put("routes/new.camel.yaml", "new\n");
        second.remove(WORDS);
        EditedHome home = home(second, "2.0");

        home.take(home.files(List.of(ROUTE, "routes/new.camel.yaml", WORDS)));

        assertThat(text(ROUTE)).isEqualTo("better route\n");
        assertThat(text("routes/new.camel.yaml")).isEqualTo("new\n");
        assertThat(text(RULES)).isEqualTo("my rules\n");
        assertThat(folder.resolve(WORDS)).doesNotExist();
        assertThat(states(second))
                .isEqualTo(
                        Map.of(ROUTE, State.UNCHANGED, "routes/new.camel.yaml", State.UNCHANGED, RULES, State.EDITED));
        assertThat(home.from()).as("nothing of the new release waits any more").contains("2.0");
    }

    @Test
    void anEditedFileIsNeverTakenAndThenNoneIs() {
        write(RULES, "my rules\n");
        second.put(ROUTE, "better route\n");
        second.put(RULES, "better rules\n");
        EditedHome home = home(second, "2.0");

        assertThatThrownBy(() -> home.take(home.files(List.of(ROUTE, RULES))))
                .isInstanceOf(HomeException.class)
                .hasMessageContaining("config/guardrails.yaml is edited by you, and nothing was changed. To fix: ");

        assertThat(text(RULES)).isEqualTo("my rules\n");
        assertThat(text(ROUTE)).isEqualTo("route\n");
    }

    @Test
    void anEditedFileThatWeDoNotShipAnyMoreIsNotRemoved() {
        write(WORDS, "my words\n");
        second.remove(WORDS);
        EditedHome home = home(second, "2.0");

        assertThatThrownBy(() -> home.take(home.files(List.of(WORDS)))).isInstanceOf(HomeException.class);

        assertThat(text(WORDS)).isEqualTo("my words\n");
    }

    @Test
    void whatIsMergedByHandIsOnlyYourEditFromThenOn() {
        write(WORDS, "my words\n");
        second.put(WORDS, "better words\n");
        EditedHome home = home(second, "2.0");
        write(WORDS, "my better words\n");

        home.merged(home.files(List.of(WORDS)));

        assertThat(states(second)).containsEntry(WORDS, State.EDITED);
        assertThat(text(WORDS)).isEqualTo("my better words\n");
    }

    @Test
    void aFileThatYouRemovedComesBackOnlyIfYouNameIt() {
        delete(ROUTE);
        EditedHome home = home(first, "1.0");

        home.take(home.files(List.of(ROUTE)));

        assertThat(text(ROUTE)).isEqualTo("route\n");
    }

    @Test
    void withoutAMemoryThisReleaseCounts() throws IOException {
        Path config = folder.resolve("elsewhere/config");
        Files.createDirectories(config);
        EditedHome home = new EditedHome(config, folder.resolve("routes"), bytes(second), Optional.of("2.0"));

        assertThat(home.remembers()).isFalse();
        assertThat(home.from()).isEmpty();
        assertThat(home.files(List.of(RULES)).get(0).state()).isEqualTo(State.REMOVED);
    }

    @Test
    void aProgramBuiltFromSourceRemembersNothing() throws IOException {
        Path config = folder.resolve("elsewhere/config");
        Files.createDirectories(config);

        new EditedHome(config, folder.resolve("routes"), bytes(first), Optional.empty()).begin();

        assertThat(config).isEmptyDirectory();
    }

    @Test
    void whatIsRememberedIsNotOverwrittenByTheNextStart() {
        second.put(ROUTE, "better route\n");

        home(second, "2.0").begin();

        assertThat(states(second)).containsEntry(ROUTE, State.CHANGED);
    }

    @Test
    void aMisspeltNameIsToldWithTheNearest() {
        assertThatThrownBy(() -> home(first, "1.0").files(List.of("routes/b.camel.yaml")))
                .isInstanceOf(HomeException.class)
                .hasMessage("routes/b.camel.yaml is no file that we ship. Did you mean routes/a.camel.yaml?");
        assertThat(home(first, "1.0").files(List.of("./routes\\a.camel.yaml"))).hasSize(1);
    }

    @Test
    void aFileKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(folder.resolve(ROUTE), PosixFilePermissions.fromString("rw-rw-r--"));
        second.put(ROUTE, "better route\n");
        EditedHome home = home(second, "2.0");

        home.take(home.files(List.of(ROUTE)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(ROUTE))))
                .isEqualTo("rw-rw-r--");
    }

    /** The build has put them where the program finds them. */
    @Test
    void theProgramHoldsWhatIsShipped() throws IOException {
        Map<String, byte[]> shipped = Shipped.files();

        assertThat(shipped)
                .containsKeys(
                        "config/application.properties",
                        "config/mail/README.md",
                        "config/hunting/office-starts-interpreter.kql")
                .doesNotContainKey("config/secrets.properties");
        for (Path file :
                Shipped.files(Path.of("routes")).keySet().stream().map(Path::of).toList()) {
            assertThat(shipped.get("routes/" + file))
                    .isEqualTo(Files.readAllBytes(Path.of("routes").resolve(file)));
        }
    }

    private Map<String, State> states(Map<String, String> ours) {
        Map<String, State> states = new TreeMap<>();
        home(ours, "2.0").files().forEach(file -> states.put(file.name(), file.state()));
        return states;
    }

    private List<State> states(EditedHome home) {
        return home.files().stream().map(ShippedFile::state).toList();
    }

    private EditedHome home(Map<String, String> ours, String release) {
        return new EditedHome(folder.resolve("config"), folder.resolve("routes"), bytes(ours), Optional.of(release));
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        Map<String, byte[]> bytes = new TreeMap<>();
        texts.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void delete(String name) {
        assertThat(folder.resolve(name).toFile().delete()).isTrue();
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
