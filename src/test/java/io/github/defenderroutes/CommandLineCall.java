package io.github.defenderroutes;

import io.github.defenderroutes.command.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a JVM of its own, as an operator gives it, and what it said. */
record CommandLineCall(int exitCode, String out, String problems) {

    static CommandLineCall of(Map<String, String> settings, String... words) {
        return of(settings, Map.of(), words);
    }

    /** @param environment on top of the one we have */
    static CommandLineCall of(Map<String, String> settings, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dlogback.configurationFile=logback.xml"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path problems = Files.createTempFile("problems", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(problems.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The command does not end: " + List.of(words));
                }
                return new CommandLineCall(process.exitValue(), Files.readString(out), Files.readString(problems));
            } finally {
                process.destroyForcibly();
                Files.delete(out);
                Files.delete(problems);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
