package io.github.defenderroutes.mail;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes mails with the templates of a folder: {@code alert.subject.ftl}, {@code alert.text.ftl} and
 * {@code alert.html.ftlh}, or those named after the mail's kind where they exist; {@code digest.*} for a mail about
 * several. They are read once, and again by {@link #prepare}, so that a text that is half saved is in no mail.
 * Thread-safe.
 */
public final class MailText {

    static final int SUBJECT_LENGTH = 150;

    private final Path folder;
    private final ZoneId zone;
    private final Clock clock;
    private final Portal portal;
    private volatile Templates templates;

    /**
     * @param templateFolder usually {@code config/mail}
     * @param zone in which times are written
     * @param clock for the age of things
     * @param portalUrl the Defender portal, usually {@code https://security.microsoft.com}
     * @throws IllegalArgumentException if the portal's address is no web address
     */
    public MailText(Path templateFolder, ZoneId zone, Clock clock, String portalUrl) {
        this.folder = templateFolder;
        this.zone = zone;
        this.clock = clock;
        this.portal = new Portal(portalUrl);
        this.templates = Templates.read(templateFolder);
    }

    /** @throws MailTemplateException if a template does not fit what {@link #check} knows no sample of */
    public RenderedMail render(MailModel model) {
        return written(templates, model.kind(), view(model).values());
    }

    /**
     * One mail about all of them.
     *
     * @param models of one kind, the most severe first; at least one
     * @throws MailTemplateException if a template does not fit what {@link #check} knows no sample of
     */
    public RenderedMail render(List<MailModel> models) {
        Templates used = templates;
        return written(used, Templates.DIGEST, digest(used, models));
    }

    private static RenderedMail written(Templates used, String kind, Map<String, Object> values) {
        return new RenderedMail(
                Plain.line(used.write(kind, "subject.ftl", values), SUBJECT_LENGTH),
                used.write(kind, "text.ftl", values),
                used.write(kind, "html.ftlh", values));
    }

    private MailView view(MailModel model) {
        return new MailView(model, new Times(zone, clock.instant()), portal);
    }

    private Map<String, Object> digest(Templates used, List<MailModel> models) {
        return DigestView.values(models.stream()
                .map(model -> view(model).values())
                .map(values -> new DigestView.Entry(values, words(used, values)))
                .toList());
    }

    /** What {@code words.ftl} says of one alert, for a mail about several: its words by their names there. */
    private static Map<String, String> words(Templates used, Map<String, Object> values) {
        return used.variables("words.ftl", DigestView.WORDS, values);
    }

    /**
     * Writes a mail of each kind in each situation, so that a mistake in any branch shows now and not at night.
     *
     * @throws MailTemplateException naming all broken templates
     */
    public void check() {
        check(templates);
    }

    /** Whether the templates in force are those among these files, by name, and no others. */
    public boolean isWrittenWith(Map<String, String> files) {
        return templates.are(files);
    }

    /**
     * Reads the templates as they are now and tries them out, as {@link #check} does.
     *
     * @return what puts them in force
     * @throws MailTemplateException naming all broken templates; those in force stay so
     * @throws UncheckedIOException if they cannot be read
     */
    public Runnable prepare() {
        Templates fresh = Templates.read(folder);
        check(fresh);
        return () -> templates = fresh;
    }

    /** What puts the templates that are in force now in force again. */
    public Runnable keep() {
        Templates now = templates;
        return () -> templates = now;
    }

    private void check(Templates used) {
        var problems = new ArrayList<MailTemplateException>();
        for (MailModel sample : Samples.all()) {
            tryOut(used, sample.kind(), view(sample).values(), problems);
        }
        for (List<MailModel> sample : problems.isEmpty() ? Samples.digests() : List.<List<MailModel>>of()) {
            tryOut(used, Templates.DIGEST, digest(used, sample), problems);
        }
        if (!problems.isEmpty()) {
            throw MailTemplateException.all(problems);
        }
    }

    private static void tryOut(
            Templates used, String kind, Map<String, Object> values, List<MailTemplateException> problems) {
        for (String form : List.of("subject.ftl", "text.ftl", "html.ftlh")) {
            try {
                used.write(kind, form, values);
            } catch (MailTemplateException e) {
                problems.add(e);
            }
        }
    }
}
