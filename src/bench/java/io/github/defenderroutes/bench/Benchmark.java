package io.github.defenderroutes.bench;

import io.github.defenderroutes.standin.StandIn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs both programs on the same job, each in a cold JVM of its own with README's JVM options, one after the other, and
 * prints the ratios.
 */
final class Benchmark {
    private static final int ROUNDS = 3;

    private Benchmark() {}

    record Result(double firstPoll, double handled, double mailed, long calls, long isolations, long rss, long peak) {}

    public static void main(String[] arguments) throws Exception {
        int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        List<Result> ours = new ArrayList<>();
        List<Result> yardstick = new ArrayList<>();
        List<Result> idle = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(measure("Ours", alerts));
            yardstick.add(measure("Yardstick", alerts));
            idle.add(measure("Ours", 0));
        }
        System.out.printf("%n%d alerts, 30 %% High, %d devices; median of %d rounds, cold JVM%n", alerts, Job.DEVICES, ROUNDS);
        System.out.printf("%-34s %12s %12s %8s%n", "", "ours", "yardstick", "ratio");
        row("start to first poll, s", median(ours, Comparator.comparing(Result::firstPoll)).firstPoll(), median(yardstick, Comparator.comparing(Result::firstPoll)).firstPoll());
        double handled = alerts / median(ours, Comparator.comparing(Result::handled)).handled();
        row("alerts handled per s", handled, alerts / median(yardstick, Comparator.comparing(Result::handled)).handled());
        row("alerts mailed too, per s", alerts / median(ours, Comparator.comparing(Result::mailed)).mailed(), alerts / median(yardstick, Comparator.comparing(Result::mailed)).mailed());
        row("API calls per alert", ours.get(0).calls() / (double) alerts, yardstick.get(0).calls() / (double) alerts);
        row("isolations accepted", ours.get(0).isolations(), yardstick.get(0).isolations());
        row("peak memory, MB", median(ours, Comparator.comparing(Result::peak)).peak() / 1024.0, median(yardstick, Comparator.comparing(Result::peak)).peak() / 1024.0);
        row("memory after the work, MB", median(ours, Comparator.comparing(Result::rss)).rss() / 1024.0, median(yardstick, Comparator.comparing(Result::rss)).rss() / 1024.0);
        System.out.printf("%-34s %12.2f%n", "idle memory, no alerts, MB", median(idle, Comparator.comparing(Result::rss)).rss() / 1024.0);
    }

    private static void row(String what, double ours, double yardstick) {
        System.out.printf("%-34s %12.2f %12.2f %8.2f%n", what, ours, yardstick, ours / yardstick);
    }

    private static Result median(List<Result> results, Comparator<Result> by) {
        return results.stream().sorted(by).toList().get(results.size() / 2);
    }

    private static Result measure(String program, int alerts) throws Exception {
        Path data = Files.createTempDirectory("defender-bench");
        try (StandIn standIn = StandIn.start()) {
            new Job(alerts).fill(standIn);
            ProcessBuilder child = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xms24m",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.github.defenderroutes.bench." + program,
                    String.valueOf(alerts));
            standIn.settings().forEach((key, value) -> child.environment().put(environment(key), value));
            child.environment().put("ISOLATION_MODE", "enforce");
            child.environment().put("ISOLATION_CAP_PER_HOUR", "off");
            child.environment().put("ISOLATION_CAP_PER_DAY", "off");
            child.environment().put("DEFENDER_QUOTA_PER_MINUTE", "100000"); // what is measured is us, not the waiting
            child.environment().put("DEFENDER_QUOTA_PER_HOUR", "1000000");
            child.environment().put("MAIL_SEND_CRON", "* * * * * ?");
            child.environment().put("STATE_URL", "jdbc:h2:file:" + data.resolve("state"));
            child.redirectError(ProcessBuilder.Redirect.INHERIT);
            long began = System.currentTimeMillis();
            Process process = child.start();
            Map<String, Long> said = listen(process);
            if (process.waitFor() != 0 || said.size() < 4) {
                throw new IllegalStateException(program + " failed: " + said);
            }
            long firstPoll = standIn.calls("list-alerts").get(0).at().toEpochMilli();
            Result result = new Result(
                    (firstPoll - began) / 1000.0,
                    (said.get("handled") - firstPoll) / 1000.0,
                    (said.get("mailed") - firstPoll) / 1000.0,
                    standIn.calls().stream().filter(call -> !call.operation().equals("token")).count(),
                    standIn.calls("isolate").stream().filter(call -> call.status() == 201).count(),
                    said.get("VmRSS"),
                    said.get("VmHWM"));
            System.out.println(program + " " + alerts + ": " + result);
            return result;
        } finally {
            delete(data);
        }
    }

    private static Map<String, Long> listen(Process process) throws IOException {
        Map<String, Long> said = new HashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("@")) {
                    String[] words = line.substring(1).split(" ");
                    said.put(words[0], Long.valueOf(words[1]));
                }
            }
        }
        return said;
    }

    private static String environment(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
