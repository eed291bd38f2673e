package io.github.defenderroutes.defender;

import io.github.defenderroutes.settings.NamedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The reference page of the connector, written from the Kamelet files, so that it says what they say. */
final class ConnectorPage {
    private static final Path KAMELETS = Path.of("src/main/resources/kamelets");
    private static final String RETIRED = " (retired)";
    private static final String INTRODUCTION = """
            # The connector

            Every Kamelet, one file per operation in `src/main/resources/kamelets`. This page is written from those files;
            `ConnectorPageTest` keeps it current. Use one in a route as [Writing routes](writing-routes.md) shows; what the
            parameters hold is checked before any call.

            *Acts* means that it changes the tenant: such a call passes the gate, which lets it through only with
            `isolation.mode = enforce`; isolating needs a decision besides, releasing is for devices we isolated. *Named* acts, too,
            and only if `actions.allow` names it. A quota is what the service is documented to grant, usually 100 calls a minute and
            1,500 an hour, of Microsoft Graph 150 a minute; the budget holds every route to it.

            """;

    private final List<Kamelet> kamelets = new ArrayList<>();

    /**
     * A Kamelet's file, as far as the page shows it.
     *
     * @param comment what its first lines say, without its name
     */
    private record Kamelet(
            String name,
            String comment,
            Map<String, Object> annotations,
            Map<String, Object> definition,
            List<Object> required) {

        String says(String annotation) {
            return String.valueOf(annotations.getOrDefault("defender-routes/" + annotation, ""));
        }

        boolean acts() {
            return says("effect").equals("act");
        }

        boolean isNamedAction() {
            return NamedActions.ALL.contains(name.replaceFirst("^defender-", "").replaceFirst("-action$", ""));
        }

        String link() {
            return "[`%s`](#%s)".formatted(name, name);
        }
    }

    ConnectorPage() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            for (Path file : files.sorted().toList()) {
                if (!file.endsWith("defender-call-action.kamelet.yaml")) {
                    kamelets.add(read(file));
                }
            }
        }
    }

    /** Every operation of Power Automate's connector that a Kamelet says it takes the place of. */
    List<String> powerAutomate() {
        return kamelets.stream()
                .flatMap(kamelet -> operations(kamelet).stream())
                .map(operation -> operation.replace(RETIRED, ""))
                .sorted()
                .toList();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.addAll(INTRODUCTION.lines().toList());
        lines.add("| Kamelet | What it does | Permission | |");
        lines.add("|---|---|---|---|");
        kamelets.forEach(kamelet -> lines.add("| %s | %s | %s | %s |"
                .formatted(
                        kamelet.link(),
                        purpose(kamelet.definition.get("description").toString()),
                        kamelet.says("permission"),
                        effect(kamelet))));
        powerAutomate(lines);
        kamelets.forEach(kamelet -> section(kamelet, lines));
        return String.join("\n", lines) + "\n";
    }

    /** What the description says before "body out is". */
    private static String purpose(String description) {
        return cell(description.replaceFirst("(?is)\\W+body out is .*", "."));
    }

    private static String effect(Kamelet kamelet) {
        return kamelet.isNamedAction() ? "named" : kamelet.acts() ? "acts" : "reads";
    }

    private void powerAutomate(List<String> lines) {
        Map<String, String> rows = new TreeMap<>();
        for (Kamelet kamelet : kamelets) {
            for (String operation : operations(kamelet)) {
                boolean retired = operation.endsWith(RETIRED);
                rows.put(
                        operation.replace(RETIRED, ""),
                        kamelet.link() + (retired ? "; Microsoft retires the operation, this takes its place" : ""));
            }
        }
        lines.add("");
        lines.add("## Coming from Power Automate");
        lines.add("");
        lines.add("| Operation id of the connector *Microsoft Defender ATP* | Here |");
        lines.add("|---|---|");
        rows.forEach((operation, here) -> lines.add("| `%s` | %s |".formatted(operation, here)));
    }

    private static List<String> operations(Kamelet kamelet) {
        return Arrays.stream(kamelet.says("power-automate").split(","))
                .map(String::strip)
                .filter(operation -> !operation.isEmpty())
                .toList();
    }

    private static void section(Kamelet kamelet, List<String> lines) {
        String api = kamelet.says("api").equals("graph") ? "Microsoft Graph" : "Defender";
        String quota = kamelet.says("quota");
        lines.add("");
        lines.add("## " + kamelet.name);
        lines.add("");
        lines.add(kamelet.comment);
        lines.add("");
        lines.add("Permission **%s** of %s; quota %s; %s."
                .formatted(
                        kamelet.says("permission"),
                        api,
                        quota.equals("default") ? "as usual" : quota,
                        kamelet.isNamedAction()
                                ? "acts, and only if `actions.allow` names it"
                                : kamelet.acts() ? "acts" : "reads"));
        lines.add("");
        lines.add("| Parameter | Type | Default | |");
        lines.add("|---|---|---|---|");
        KameletFile.map(kamelet.definition, "properties")
                .forEach((name, schema) -> lines.add(parameter(kamelet, name, (Map<?, ?>) schema)));
        lines.add("");
        lines.add("Out: " + output(kamelet));
    }

    private static String parameter(Kamelet kamelet, String name, Map<?, ?> schema) {
        boolean required = kamelet.required.contains(name);
        Object otherwise = schema.get("default");
        return "| %s | %s | %s | %s |"
                .formatted(
                        required ? "**`" + name + "`**" : "`" + name + "`",
                        type(schema),
                        required ? "required" : "".equals(otherwise) ? "" : "`" + otherwise + "`",
                        cell(schema.get("description")) + values(schema));
    }

    private static String type(Map<?, ?> schema) {
        String type = schema.get("type").toString();
        return type.equals("array") ? "list of " + type(KameletFile.map(schema, "items")) + "s" : type;
    }

    private static String values(Map<?, ?> schema) {
        String words = KameletFile.list(schema, "enum").stream()
                .filter(word -> !"".equals(word))
                .map(word -> "`" + word + "`")
                .collect(Collectors.joining(", "));
        String range = schema.containsKey("minimum") && schema.containsKey("maximum")
                ? " (%s to %s)".formatted(schema.get("minimum"), schema.get("maximum"))
                : "";
        String most = schema.containsKey("maxItems") ? " (at most %s)".formatted(schema.get("maxItems")) : "";
        return (words.isEmpty() ? "" : ": " + words) + range + most;
    }

    /** What the description says after "body out is". */
    private static String output(Kamelet kamelet) {
        String description = kamelet.definition.get("description").toString();
        return cell(description.replaceFirst("(?is)^.*body out is ", ""));
    }

    private static String cell(Object text) {
        return text.toString().strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }

    private static Kamelet read(Path file) throws IOException {
        String text = Files.readString(file);
        Map<?, ?> yaml = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        Map<String, Object> metadata = KameletFile.map(yaml, "metadata");
        Map<String, Object> definition = KameletFile.map(KameletFile.map(yaml, "spec"), "definition");
        String comment = text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining("\n"));
        return new Kamelet(
                metadata.get("name").toString(),
                comment.replaceFirst("^[^:]*: (\\S+ /\\S*?)(?=[.,;]?(\\s|$))", "`$1`"),
                KameletFile.map(metadata, "annotations"),
                definition,
                KameletFile.list(definition, "required"));
    }
}
