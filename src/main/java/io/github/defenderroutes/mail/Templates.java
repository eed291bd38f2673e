package io.github.defenderroutes.mail;

import freemarker.cache.StringTemplateLoader;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The templates of a folder as they were when they were read; what is edited afterwards changes nothing here. Thread-safe. */
final class Templates {
    static final String DIGEST = "digest";

    private static final String USUAL_KIND = "alert";
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,40}");

    /** Kinds whose files have another name. */
    private static final Map<String, String> SHARED = Map.of(
            "hunting-problem", "hunting",
            "breaker-open", "stops",
            "kill-switch-on", "stops",
            "kill-switch-off", "stops",
            "mode-changed", "stops");

    private final Path folder;
    private final Map<String, String> texts;
    private Configuration templates;

    private Templates(Path folder, Map<String, String> texts) {
        this.folder = folder;
        this.texts = texts;
    }

    /** @throws UncheckedIOException if the folder, or a file in it, cannot be read */
    static Templates read(Path folder) {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (isOne(name)) {
                    texts.put(name, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Mail templates: folder %s cannot be read: %s. To fix: let this process read it, and save its files as UTF-8."
                            .formatted(folder, e),
                    e);
        }
        return new Templates(folder, texts);
    }

    private static boolean isOne(String file) {
        return file.endsWith(".ftl") || file.endsWith(".ftlh");
    }

    /** Whether these are all templates among those files, and no others. */
    boolean are(Map<String, String> files) {
        Map<String, String> others = new HashMap<>(files);
        others.keySet().removeIf(file -> !isOne(file));
        return texts.equals(others);
    }

    /** The names that a template has set when it is through. */
    Map<String, String> variables(String file, List<String> names, Map<String, Object> values) {
        try {
            Environment said = template(file).createProcessingEnvironment(values, Writer.nullWriter());
            said.process();
            var words = new HashMap<String, String>();
            for (String name : names) {
                words.put(name, String.valueOf(said.getVariable(name)));
            }
            return words;
        } catch (TemplateException | IOException e) {
            throw problem(file, e);
        }
    }

    /** @throws MailTemplateException naming file and line of what is broken */
    String write(String kind, String form, Map<String, Object> values) {
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
            return template(DIGEST + "." + form);
        }
        if (kind != null && SHARED.containsKey(kind)) {
            return template(SHARED.get(kind), form);
        }
        boolean isName = kind != null && KIND.matcher(kind).matches();
        Template own = isName ? templates().getTemplate(kind + "." + form, null, null, null, true, true) : null;
        return own != null ? own : template(USUAL_KIND + "." + form);
    }

    private Template template(String file) throws IOException {
        return templates().getTemplate(file);
    }

    /** Made for the first mail: FreeMarker takes a while to begin, and a start writes none unless a text was edited. */
    private synchronized Configuration templates() {
        if (templates == null) {
            templates = configuration(texts);
        }
        return templates;
    }

    private static Configuration configuration(Map<String, String> texts) {
        var loader = new StringTemplateLoader();
        texts.forEach(loader::putTemplate);
        var configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(loader);
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
