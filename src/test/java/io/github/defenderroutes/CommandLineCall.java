package io.github.defenderroutes;

import io.github.defenderroutes.command.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A command as an operator gives it, and what it said. */
record CommandLineCall(int exitCode, String out, String problems) {

    /** In this JVM, one at a time, which is some seconds faster; what it logs is not among the problems. */
    static synchronized CommandLineCall here(Map<String, String> settings, String... words) {
        StringWriter out = new StringWriter();
        StringWriter problems = new StringWriter();
        Properties before = (Properties) System.getProperties().clone();
        settings.forEach(System::setProperty);
        try {
            int exitCode = Main.execute(new PrintWriter(out), new PrintWriter(problems), words);
            return new CommandLineCall(exitCode, out.toString(), problems.toString());
        } finally {
            System.setProperties(before);
        }
    }

    /** In a JVM of its own. */
    static CommandLineCall of(Map<String, String> settings, String... words) {
        return of(settings, Map.of(), words);
    }

    /**
     * The same.
     *
     * @param environment on top of the one we have
     */
    static CommandLineCall of(Map<String, String> settings, Map<String, String> environment, String... words) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("logback.configurationFile", "log/logback.xml");
        List<String> command = JavaCommand.of(Main.class, properties);
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
