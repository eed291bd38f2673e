package io.github.defenderroutes.command;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Where a command finds what people edit. */
final class Folders {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The folder with application.properties and mail/ (default: ${DEFAULT-VALUE}).")
    Path config = inHome("config");

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder with the routes (default: ${DEFAULT-VALUE}).")
    Path routes = inHome("routes");

    /** The settings of the real thing: file, secrets file, environment, -D. From now on the log has the form they ask for. */
    Settings settings() {
        return logging(Settings.load(config, System.getenv(), systemProperties()));
    }

    /** The same, and what is wrong with guardrails.yaml is told together with what is wrong with them. */
    Settings settingsAndRules() {
        return logging(
                Settings.load(config, System.getenv(), systemProperties(), file -> Guardrails.problems(file).stream()
                        .map(one -> new FileProblem(one.line(), one.column(), one.subject(), one.sentence()))
                        .toList()));
    }

    private static Settings logging(Settings settings) {
        System.setProperty("log.format", settings.text("log.format")); // read by logback.xml at the first line
        return settings;
    }

    /** The settings as the files have them, whatever is wrong with them; that is added to the problems. */
    Settings settings(List<FileProblem> problems) {
        return Settings.inFile(config, systemProperties(), problems);
    }

    /** The settings of the real thing, for what reaches no network: an account and a mail server may be missing. */
    Settings offlineSettings() {
        return Settings.loadOffline(config, System.getenv(), systemProperties());
    }

    /** The settings of the file, with these on top and nothing from the environment. */
    Settings settings(Map<String, String> onTop) {
        return Settings.load(config, Map.of(), onTop);
    }

    /** The launcher leaves the working directory to the person and says by this where the installation's files are. */
    private static Path inHome(String folder) {
        return home().map(home -> fromHere(home.resolve(folder))).orElse(Path.of(folder));
    }

    private static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("defender-routes.home")).map(Path::of);
    }

    /** As short as a person who is here would write it. */
    private static Path fromHere(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }

    /** Where something stands, {@code FILE:LINE}, for people to read: what is in the home folder without the way there. */
    static String shown(String place) {
        return home().map(home -> home + File.separator)
                .filter(place::startsWith)
                .map(home -> place.substring(home.length()))
                .orElse(place);
    }

    private static Map<String, String> systemProperties() {
        Properties properties = System.getProperties();
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
