package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.cases.CaseFiles;
import io.github.defenderroutes.lint.Finding;
import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import io.github.defenderroutes.watch.Watch;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lint}: the mistakes in what people edit, before anything runs. */
@Command(
        name = "lint",
        description =
                "Finds mistakes in routes, settings, guardrails and queries. Needs no account, no network, no database.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
    @Mixin
    private Folders folders;

    @Parameters(paramLabel = "FILE", description = "Only these files; they may lie outside the folders.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(names = "--strict", description = "Warnings count as problems, too.")
    private boolean strict;

    @Option(names = "--watch", description = "Look again whenever something is saved, until you stop it.")
    private boolean watch;

    @Spec
    private CommandSpec spec;

    private record Result(List<Finding> findings, Map<String, Set<Path>> permissions) {}

    @Override
    public Integer call() {
        System.setProperty("log.target", "System.err");
        System.setProperty("log.level", "OFF"); // what goes wrong here is a finding
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "There is no file %s.".formatted(file));
            }
        }
        return watch ? lookAgainAndAgain() : look();
    }

    private int lookAgainAndAgain() {
        List<Path> watched = new ArrayList<>(List.of(folders.routes, folders.config));
        watched.addAll(files);
        Watch saved = new Watch(watched);
        try {
            while (true) {
                PrintWriter beside = spec.commandLine().getErr();
                try {
                    beside.printf("%tT %s%n", LocalTime.now(), look() == 0 ? "fine" : "not fine");
                } catch (SettingsException | StartException e) {
                    beside.println(e.getMessage());
                }
                beside.flush();
                saved.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private int look() {
        PrintWriter out = spec.commandLine().getOut();
        Result result = result();
        if (json) {
            out.println(json(result));
        } else {
            result.findings().forEach(finding -> out.println(Printable.line(finding.toString())));
            out.println(summary(result));
        }
        out.flush();
        return result.findings().stream().anyMatch(one -> strict || one.isError()) ? 1 : 0;
    }

    private Result result() {
        List<FileProblem> wrong = new ArrayList<>();
        Settings settings = folders.settings(wrong);
        Path properties = folders.config.resolve("application.properties");
        List<Finding> findings = new ArrayList<>();
        wrong.forEach(one -> findings.add(Finding.of("settings", properties, one)));
        List<Path> aside = files.stream().filter(this::isAside).toList();
        try (DefenderRoutes app = new DefenderRoutes(settings, folders.routes, Clock.systemUTC())) {
            Links links = app.links();
            findings.addAll(links.lint(aside));
            CaseFiles.problems(folders.routes).forEach((file, one) -> findings.add(Finding.of("case", file, one)));
            findings.sort(Finding.BY_PLACE);
            return new Result(findings.stream().filter(this::isAskedFor).toList(), links.permissions(aside));
        }
    }

    /** A route that lies elsewhere. */
    private boolean isAside(Path file) {
        return file.toString().endsWith(".yaml") && !isIn(file, folders.routes) && !isIn(file, folders.config);
    }

    private static boolean isIn(Path file, Path folder) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(folder.toAbsolutePath().normalize());
    }

    private boolean isAskedFor(Finding finding) {
        return files.isEmpty()
                || files.stream().anyMatch(file -> file.toAbsolutePath()
                        .normalize()
                        .equals(finding.file().toAbsolutePath().normalize()));
    }

    private static String summary(Result result) {
        long errors = result.findings().stream().filter(Finding::isError).count();
        long warnings = result.findings().size() - errors;
        return "%s, %s. These routes need the permissions %s."
                .formatted(
                        several(errors, "error"),
                        several(warnings, "warning"),
                        String.join(", ", result.permissions().keySet()));
    }

    private static String several(long count, String word) {
        return count == 1 ? "1 " + word : (count == 0 ? "no " : count + " ") + word + "s";
    }

    private static String json(Result result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("errors", result.findings().stream().filter(Finding::isError).count());
        json.put(
                "warnings",
                result.findings().stream().filter(one -> !one.isError()).count());
        ArrayNode findings = json.putArray("findings");
        for (Finding one : result.findings()) {
            findings.addObject()
                    .put("file", one.file().toString())
                    .put("line", one.line())
                    .put("column", one.column())
                    .put("severity", one.severity().toString())
                    .put("rule", one.rule())
                    .put("problem", one.problem())
                    .put("fix", one.fix());
        }
        ObjectNode permissions = json.putObject("permissions");
        result.permissions().forEach((permission, needed) -> {
            ArrayNode by = permissions.putArray(permission);
            needed.forEach(file -> by.add(file.toString()));
        });
        return json.toPrettyString();
    }
}
