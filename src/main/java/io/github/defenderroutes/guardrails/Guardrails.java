package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.judge.Rules;
import io.github.defenderroutes.judge.Ruling;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force, as the bean {@code guardrails}. They are read at the start and when somebody has everything
 * reloaded, never by themselves; rules that cannot be used leave the old ones in force. Before they are read for the first time a person
 * decides everything.
 */
public final class Guardrails implements Rules {

    private final Settings settings;
    private final Clock clock;
    private final Path file;
    private volatile Rulebook inForce;

    public Guardrails(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.file = file(settings.configFolder(), settings.text("guardrails.file"));
        this.inForce = Rulebook.missing(name(file));
    }

    /** Where the file is that the setting {@code guardrails.file} names, in the folder of the settings if there is one. */
    private static Path file(Path configFolder, String setting) {
        return configFolder == null ? Path.of(setting) : configFolder.resolve(setting);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** What is wrong with the rules in this file; nothing if they can be used, or if there are none. */
    public static List<Remark> problems(Path file) {
        try {
            read(file);
            return List.of();
        } catch (GuardrailsException e) {
            return e.problems();
        }
    }

    /**
     * The rules of this file in their order; none if there is no file.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public static List<RulePlace> places(Path file) {
        return read(file).rules().stream()
                .map(rule -> new RulePlace(rule.name(), rule.line()))
                .toList();
    }

    /**
     * Puts the rules of the file in force.
     *
     * @throws GuardrailsException naming everything that is wrong with them; the old ones stay in force
     */
    public void load() {
        prepare().use().run();
    }

    /**
     * Rules that were read and can be used.
     *
     * @param use puts them in force
     */
    public record Fresh(WrittenRules rules, Runnable use) {}

    /**
     * Reads the rules of the file; those in force stay so.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public Fresh prepare() {
        Rulebook fresh = read(file);
        return new Fresh(describe(fresh), () -> {
            inForce = fresh;
            warn();
        });
    }

    /** What puts the rules that are in force now in force again. */
    public Runnable keep() {
        Rulebook now = inForce;
        return () -> inForce = now;
    }

    /**
     * Puts these rules in force in this process, whatever the file says.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public void use(String text) {
        inForce = Rulebook.of(name(file), text);
    }

    /**
     * The rules of the file, which need not be in force.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public WrittenRules inFile() {
        return describe(read(file));
    }

    /** The rules that decide now. */
    public WrittenRules inForce() {
        return describe(inForce);
    }

    /** Of the text of the rules in force, in hexadecimal. */
    public String sha256() {
        return inForce.sha256();
    }

    /** The rules in force, as they were read; empty if there is no file. */
    public String text() {
        return inForce.text();
    }

    @Override
    public Ruling on(Map<String, ?> alert, Map<String, ?> device, Learnt learnt) {
        return inForce.on(new Situation(alert, device, learnt, clock.instant()));
    }

    /** Whether a rule asks who has logged on to the device, which costs a call and a permission. */
    public boolean readsDomainAdmin() {
        return inForce.reads(Vocabulary.DOMAIN_ADMIN);
    }

    /**
     * Whether a domain administrator has logged on.
     *
     * @param users the API's list; {@code null} if it could not be read
     * @return {@code null} if that is not known
     */
    public Boolean isDomainAdmin(Map<String, Object> users) {
        return Fields.isDomainAdmin(users).orElse(null);
    }

    private WrittenRules describe(Rulebook rules) {
        return new WrittenRules(
                file.toString(),
                rules.exists(),
                rules.text(),
                rules.sha256(),
                rules.rules().size(),
                rules.exists() ? Doubts.about(rules.rules(), settings, clock.instant()) : List.of(),
                rules.listsServers(),
                rules.reads(Vocabulary.DOMAIN_ADMIN));
    }

    private void warn() {
        WrittenRules now = describe(inForce);
        if (!now.exists()) {
            log().warn("There is no {}: a person must decide on every device. To fix: put the file there.", file);
        }
        now.warnings().forEach(warning -> log().warn("{} {}", file, warning));
    }

    private static Rulebook read(Path file) {
        try {
            return Rulebook.of(name(file), Files.readString(file));
        } catch (NoSuchFileException e) {
            return Rulebook.missing(name(file));
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not UTF-8. To fix: save it as UTF-8.");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read. To fix: let this process read it, and check that it is a file.");
        }
    }

    private static GuardrailsException unreadable(Path file, String sentence) {
        return new GuardrailsException(name(file), List.of(new Remark(1, 1, "the file", sentence)));
    }

    /** Not a constant: the rules are read before it is settled what form the log has. */
    private static Logger log() {
        return LoggerFactory.getLogger("io.github.defenderroutes");
    }
}
