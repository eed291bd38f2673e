package io.github.defenderroutes.bench;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Faults;
import io.github.defenderroutes.standin.StandIn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A program in a JVM of its own, against a tenant of its own. */
final class Child implements AutoCloseable {
    private final StandIn standIn = StandIn.start();
    private final Path data = Files.createTempDirectory("defender-bench");
    private final long began;
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader facts;
    private final Map<String, Long> said = new HashMap<>();
    private int batches;

    /**
     * What one batch took, in seconds from the poll that found it; the calls made for it; and the seconds of processor
     * time, user and system, that the program used until its last mail.
     */
    record Batch(double handled, double mailed, long calls, long isolations, double processor) {}

    Child(List<String> command) throws IOException {
        ProcessBuilder child = new ProcessBuilder(command);
        Map<String, String> settings = new HashMap<>(standIn.settings());
        settings.put("isolation.mode", "enforce");
        settings.put("isolation.cap.per-hour", "off");
        settings.put("isolation.cap.per-day", "off");
        settings.put("defender.quota.per-minute", "1000000");
        settings.put("defender.quota.per-hour", "1000000");
        settings.put("alerts.poll.cron", "0/5 * * * * ?"); // each poll reads a page again: rarely, as in earnest
        settings.put("mail.send.cron", "* * * * * ?");
        settings.put("mail.digest.window", "1s"); // or the last mails would wait for five minutes
        settings.put("state.url", "jdbc:h2:file:" + data.resolve("state"));
        settings.forEach((key, value) ->
                child.environment().put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        child.redirectError(ProcessBuilder.Redirect.INHERIT);
        began = System.currentTimeMillis();
        process = child.start();
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        facts = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Seconds from the start of the JVM to the first poll. */
    double firstPoll() throws IOException {
        hear("started");
        while (standIn.calls("list-alerts").isEmpty()) {
            Thread.onSpinWait();
        }
        return (standIn.calls("list-alerts").get(0).at().toEpochMilli() - began) / 1000.0;
    }

    /** From now on the tenant takes so long for each answer, besides its work. */
    void answersAfter(Duration latency) {
        standIn.faults().latency(Faults.ANY, latency);
    }

    Batch work(int alerts) throws IOException {
        standIn.forgetCalls();
        int actions = standIn.tenant().actions().size();
        Job job = new Job(batches++, alerts);
        Instant appears = job.announce(standIn);
        pauseUntil(appears);
        double processor = processor();
        orders.println("await " + alerts + " " + job.last());
        long handled = hear("handled");
        long mailed = hear("mailed");
        long found = standIn.calls("list-alerts").stream()
                .map(Call::at)
                .filter(at -> !at.isBefore(appears))
                .findFirst()
                .orElseThrow()
                .toEpochMilli();
        long calls = standIn.calls().stream()
                .filter(call -> !call.at().isBefore(appears))
                .filter(call -> !call.operation().equals("token"))
                .count();
        return new Batch(
                (handled - found) / 1000.0,
                (mailed - found) / 1000.0,
                calls,
                standIn.tenant().actions().size() - actions,
                processor() - processor);
    }

    private static void pauseUntil(Instant time) {
        try {
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double processor() {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    /** Resident and heap memory in MB: VmRSS, VmHWM, heapPeak. */
    Map<String, Double> memory() throws IOException {
        orders.println("memory");
        hear("heapPeak");
        Map<String, Double> memory = new HashMap<>();
        said.forEach((word, value) -> memory.put(word, value / 1024.0));
        return memory;
    }

    private long hear(String word) throws IOException {
        said.remove(word);
        while (!said.containsKey(word)) {
            String line = facts.readLine();
            if (line == null) {
                throw new IllegalStateException("The child ended before it said " + word);
            }
            if (line.startsWith("@")) {
                String[] words = line.substring(1).split(" ");
                said.put(words[0], Long.valueOf(words[1]));
            }
        }
        return said.get(word);
    }

    @Override
    public void close() throws IOException {
        orders.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standIn.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
