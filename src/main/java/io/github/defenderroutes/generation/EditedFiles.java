package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.guardrails.GuardrailsException;
import io.github.defenderroutes.guardrails.WrittenRules;
import io.github.defenderroutes.hunting.HuntingFileException;
import io.github.defenderroutes.hunting.HuntingQueries;
import io.github.defenderroutes.hunting.HuntingQuery;
import io.github.defenderroutes.mail.MailTemplateException;
import io.github.defenderroutes.mail.MailText;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.shipped.Shipped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What people edit besides routes and settings: the guardrails, the texts of mails and the hunting queries. */
public final class EditedFiles {
    private final Guardrails guardrails;
    private final MailText mailText;
    private final HuntingQueries huntingQueries;

    /** @throws StartException if the texts of mails cannot be read */
    public EditedFiles(Settings settings, Clock clock) {
        this.guardrails = new Guardrails(settings, clock);
        this.mailText = mailText(settings, clock);
        this.huntingQueries = new HuntingQueries(settings);
    }

    private static MailText mailText(Settings settings, Clock clock) {
        try {
            return new MailText(
                    settings.configFolder().resolve("mail"),
                    ZoneId.of(settings.text("mail.time-zone")),
                    clock,
                    settings.text("defender.portal-url"));
        } catch (MailTemplateException | UncheckedIOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * All of them, read and found good.
     *
     * @param rules the guardrails among them
     * @param use puts them in force
     */
    record Fresh(WrittenRules rules, Runnable use) {
        /** {@code null} if there are none. */
        String rulesAsText() {
            return rules.text().isEmpty() ? null : rules.text();
        }
    }

    /**
     * Reads them as they are now.
     *
     * @throws StartException naming everything that is wrong with any of them
     */
    Fresh read() {
        List<String> problems = new ArrayList<>();
        Guardrails.Fresh rules = read(guardrails::prepare, problems);
        Runnable texts = read(mailText::prepare, problems);
        Runnable queries = read(huntingQueries::prepare, problems);
        if (!problems.isEmpty()) {
            throw new StartException(String.join("\n", problems), null);
        }
        return new Fresh(
                rules.rules(), () -> List.of(rules.use(), texts, queries).forEach(Runnable::run));
    }

    /** What puts in force again what is in force now. */
    Runnable keep() {
        List<Runnable> now = List.of(guardrails.keep(), mailText.keep(), huntingQueries.keep());
        return () -> now.forEach(Runnable::run);
    }

    private static <T> T read(Supplier<T> file, List<String> problems) {
        try {
            return file.get();
        } catch (GuardrailsException | MailTemplateException | HuntingFileException | UncheckedIOException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    /**
     * Tries out the texts of mails, unless they are as this release ships them, and reads the hunting queries.
     *
     * @throws StartException naming what is wrong with them
     */
    public void check() {
        try {
            if (!mailText.isWrittenWith(Shipped.texts("config/mail/"))) { // those the build has tried out
                mailText.check();
            }
            huntingQueries.scheduled();
        } catch (MailTemplateException | HuntingFileException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * Puts the rules of guardrails.yaml in force.
     *
     * @throws StartException naming what is wrong with them
     */
    public void loadGuardrails() {
        try {
            guardrails.load();
        } catch (GuardrailsException e) {
            throw new StartException("Cannot start:\n" + e.getMessage(), e);
        }
    }

    /** The rules about who may be cut off. */
    public Guardrails guardrails() {
        return guardrails;
    }

    /** The rules in force, as text; {@code null} if there are none. */
    public String rulesInForce() {
        String text = guardrails.text();
        return text.isEmpty() ? null : text;
    }

    /** The texts of mails in force. */
    public MailText mailText() {
        return mailText;
    }

    /** The hunting queries in force. */
    public HuntingQueries huntingQueries() {
        return huntingQueries;
    }

    /** What scheduled queries do to the devices they find; nothing if their files cannot be used. */
    public Set<String> responsesToFindings() {
        try {
            return huntingQueries.scheduled().stream()
                    .map(HuntingQuery::response)
                    .collect(Collectors.toSet());
        } catch (HuntingFileException toldByCheck) {
            return Set.of();
        }
    }

    /** @throws StartException if there is no such file, or it has a problem */
    public HuntingQuery huntingQuery(String file) {
        try {
            return huntingQueries.read(file);
        } catch (HuntingFileException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
