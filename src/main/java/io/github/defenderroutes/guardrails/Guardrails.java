package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.judge.Rules;
import io.github.defenderroutes.judge.Ruling;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Reloads;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force, as the bean {@code guardrails}. They are read at the start and when somebody asks for it, never by
 * themselves; rules that cannot be used leave the old ones in force. Before they are read for the first time a person
 * decides everything.
 */
public final class Guardrails implements Rules {
    /** How long another process may take to notice that it was asked to read its file again. */
    public static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String PART = "guardrails";

    private final Settings settings;
    private final Reloads reloads;
    private final Clock clock;
    private final Path file;
    private volatile Rulebook inForce;
    private Optional<String> request = Optional.empty();
    private boolean listening;
    private volatile long lookedAt;

    public Guardrails(Settings settings, Reloads reloads, Clock clock) {
        this.settings = settings;
        this.reloads = reloads;
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
     * Puts the rules of the file in force; the database must be open.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public synchronized void load() {
        Optional<String> before = reloads.last(PART);
        inForce = read(file);
        request = before;
        listening = true;
        lookedAt = clock.millis();
        warn();
    }

    /**
     * Puts the rules of the file in force now, in all processes on this database, each by its own file, and enters who
     * did so in the audit.
     *
     * @throws GuardrailsException if they cannot be used; the old ones stay in force everywhere
     */
    public synchronized WrittenRules reload(Actor actor) {
        Rulebook fresh = read(file);
        String detail = "%d rules, SHA-256 %s".formatted(fresh.rules().size(), fresh.sha256());
        request = Optional.of(reloads.ask(PART, actor, file.toString(), detail));
        inForce = fresh;
        warn();
        return describe(fresh);
    }

    /**
     * Puts these rules in force in this process, whatever the file says.
     *
     * @throws GuardrailsException naming everything that is wrong with them
     */
    public synchronized void use(String text) {
        inForce = Rulebook.of(name(file), text);
        listening = false;
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
        return describe(current());
    }

    /** Of the text of the rules in force, in hexadecimal. */
    public String sha256() {
        return current().sha256();
    }

    /** The rules in force, as they were read; empty if there is no file. */
    public String text() {
        return current().text();
    }

    @Override
    public Ruling on(Map<String, ?> alert, Map<String, ?> device, Learnt learnt) {
        return current().on(new Situation(alert, device, learnt, clock.instant()));
    }

    /** Whether a rule asks who has logged on to the device, which costs a call and a permission. */
    public boolean readsDomainAdmin() {
        return current().reads(Vocabulary.DOMAIN_ADMIN);
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
            LOG.warn("There is no {}: a person must decide on every device. To fix: put the file there.", file);
        }
        now.warnings().forEach(warning -> LOG.warn("{} {}", file, warning));
    }

    private Rulebook current() {
        if (Math.abs(clock.millis() - lookedAt) >= NOTICED_WITHIN.toMillis()) {
            listen();
        }
        return inForce;
    }

    /** Reads the file again if another process was told to. */
    private synchronized void listen() {
        lookedAt = clock.millis();
        if (!listening) {
            return;
        }
        try {
            Optional<String> last = reloads.last(PART);
            if (!last.equals(request)) {
                request = last;
                inForce = read(file);
                LOG.info("{} was read again, as asked for.", file);
                warn();
            }
        } catch (GuardrailsException e) {
            LOG.error(
                    "{} was to be read again and cannot be used; the old rules stay in force.\n{}",
                    file,
                    e.getMessage());
        } catch (LedgerException e) {
            LOG.debug("Not known whether the rules are to be read again: {}", e.getMessage());
        }
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
}
