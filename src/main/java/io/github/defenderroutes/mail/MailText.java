package io.github.defenderroutes.mail;

import freemarker.cache.FileTemplateLoader;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes mails with the templates of a folder: {@code alert.subject.ftl}, {@code alert.text.ftl} and
 * {@code alert.html.ftlh}, or those named after the mail's kind where they exist; {@code digest.*} for a mail about
 * several. An edited template counts from the next mail on. Thread-safe.
 */
public final class MailText {

    static final int SUBJECT_LENGTH = 150;

    private static final String USUAL_KIND = "alert";
    private static final String DIGEST = "digest";

    /** Kinds whose files have another name. */
    private static final Map<String, String> SHARED = Map.of(
            "hunting-problem", "hunting",
            "breaker-open", "stops",
            "kill-switch-on", "stops",
            "kill-switch-off", "stops",
            "mode-changed", "stops");

    private final Path folder;
    private final ZoneId zone;
    private final Clock clock;
    private final Portal portal;
    private final Configuration templates;

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
        this.templates = configuration(templateFolder);
    }

    /** @throws MailTemplateException if a template was broken since the last {@link #check} */
    public RenderedMail render(MailModel model) {
        return written(model.kind(), view(model).values());
    }

    /**
     * One mail about all of them.
     *
     * @param models of one kind, the most severe first; at least one
     * @throws MailTemplateException if a template was broken since the last {@link #check}
     */
    public RenderedMail render(List<MailModel> models) {
        return written(DIGEST, digest(models));
    }

    private RenderedMail written(String kind, Map<String, Object> values) {
        return new RenderedMail(
                Plain.line(write(kind, "subject.ftl", values), SUBJECT_LENGTH),
                write(kind, "text.ftl", values),
                write(kind, "html.ftlh", values));
    }

    private MailView view(MailModel model) {
        return new MailView(model, new Times(zone, clock.instant()), portal);
    }

    private Map<String, Object> digest(List<MailModel> models) {
        return DigestView.values(models.stream()
                .map(model -> view(model).values())
                .map(values -> new DigestView.Entry(values, words(values)))
                .toList());
    }

    /** What {@code words.ftl} says of one alert, for a mail about several: its words by their names there. */
    private Map<String, String> words(Map<String, Object> values) {
        try {
            Environment said =
                    templates.getTemplate("words.ftl").createProcessingEnvironment(values, Writer.nullWriter());
            said.process();
            var words = new HashMap<String, String>();
            for (String name : DigestView.WORDS) {
                words.put(name, String.valueOf(said.getVariable(name)));
            }
            return words;
        } catch (TemplateException | IOException e) {
            throw problem("words.ftl", e);
        }
    }

    /**
     * Writes a mail of each kind in each situation, so that a mistake in any branch shows now and not at night.
     *
     * @throws MailTemplateException naming all broken templates
     */
    public void check() {
        var problems = new ArrayList<MailTemplateException>();
        for (MailModel sample : Samples.all()) {
            tryOut(sample.kind(), view(sample).values(), problems);
        }
        for (List<MailModel> sample : problems.isEmpty() ? Samples.digests() : List.<List<MailModel>>of()) {
            tryOut(DIGEST, digest(sample), problems);
        }
        if (!problems.isEmpty()) {
            throw MailTemplateException.all(problems);
        }
    }

    private void tryOut(String kind, Map<String, Object> values, List<MailTemplateException> problems) {
        for (String form : List.of("subject.ftl", "text.ftl", "html.ftlh")) {
            try {
                write(kind, form, values);
            } catch (MailTemplateException e) {
                problems.add(e);
            }
        }
    }

    private String write(String kind, String form, Map<String, Object> values) {
        var out = new StringWriter();
        try {
            template(kind, form).process(values, out);
        } catch (TemplateException | IOException e) {
            throw problem((kind.equals(DIGEST) ? DIGEST : USUAL_KIND) + "." + form, e);
        }
        return out.toString();
    }

    private MailTemplateException problem(String file, Exception e) {
        if (Causes.of(e)
                        .limit(2)
                        .filter(ParseException.class::isInstance)
                        .findFirst()
                        .orElse(null)
                instanceof ParseException parse) {
            return MailTemplateException.of(folder, parse);
        }
        return e instanceof TemplateException template
                ? MailTemplateException.of(folder, template)
                : MailTemplateException.of(folder, file, (IOException) e);
    }

    private Template template(String kind, String form) throws IOException {
        if (kind.equals(DIGEST)) {
            return templates.getTemplate(DIGEST + "." + form);
        }
        if (kind != null && SHARED.containsKey(kind)) {
            return template(SHARED.get(kind), form);
        }
        boolean isName = kind != null && kind.matches("[a-z][a-z0-9-]{0,40}");
        Template own = isName ? templates.getTemplate(kind + "." + form, null, null, null, true, true) : null;
        return own != null ? own : templates.getTemplate(USUAL_KIND + "." + form);
    }

    private static Configuration configuration(Path folder) {
        var configuration = new Configuration(Configuration.VERSION_2_3_34);
        try {
            configuration.setTemplateLoader(new FileTemplateLoader(folder.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("Mail templates: folder " + folder + " cannot be read.", e);
        }
        // an engineer's edit is in the next mail; a look at the files' times costs less than a millisecond
        configuration.setTemplateUpdateDelayMilliseconds(0);
        configuration.setLocalizedLookup(false);
        configuration.setDefaultEncoding("UTF-8");
        configuration.setOutputEncoding("UTF-8");
        configuration.setLocale(Locale.ENGLISH);
        configuration.setNumberFormat("computer");
        // templates see strings, lists and maps; they reach no Java object and make none
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setAttemptExceptionReporter((problem, environment) -> {});
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setFallbackOnNullLoopVariable(false);
        return configuration;
    }
}
