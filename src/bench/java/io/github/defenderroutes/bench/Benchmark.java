package io.github.defenderroutes.bench;

import io.github.defenderroutes.bench.Child.Batch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the programs on the same jobs, each in a JVM of its own with the JVM options and the archived classes that the
 * distribution uses, one after the other, and prints medians. The first job of a JVM is cold; warm is the median of those
 * after it. Arguments choose parts: {@code 1000}, {@code latency}, {@code 10000}, {@code 100000}, {@code start}, {@code idle},
 * or {@code all}.
 */
final class Benchmark {
    private static final int WARM_BATCHES = 4;
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1", "-Xms24m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private record Run(double firstPoll, Batch cold, Batch warm, Map<String, Double> memory) {}

    private final Classes classes = new Classes(OPTIONS);

    private Benchmark() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        Set<String> chosen = Arrays.stream(arguments)
                .flatMap(argument -> Stream.of(argument.split("[, ]+")))
                .collect(Collectors.toSet());
        Benchmark benchmark = new Benchmark();
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("1000", () -> benchmark.compare(1_000, 3, Duration.ZERO));
        parts.put("latency", () -> benchmark.compare(1_000, 3, Duration.ofMillis(100)));
        parts.put("10000", () -> benchmark.compare(10_000, 3, Duration.ZERO));
        parts.put("100000", () -> benchmark.scale(100_000));
        parts.put("start", () -> ArchiveStart.main(arguments));
        parts.put("idle", benchmark::idle);
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            if (chosen.contains("all") || chosen.contains(part.getKey())) {
                part.getValue().run();
            }
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    /** @param latency how long Defender takes for each answer, besides its work */
    private void compare(int alerts, int rounds, Duration latency) throws IOException {
        Map<Program, List<Run>> runs = new EnumMap<>(Program.class);
        for (int round = 0; round < rounds; round++) {
            for (Program program : Program.values()) {
                runs.computeIfAbsent(program, all -> new ArrayList<>()).add(run(program, alerts, latency));
            }
        }
        System.out.printf(
                "%n%d alerts at once, 30 %% High, %d devices, answers after %d ms; median of %d%n",
                alerts, Job.DEVICES, latency.toMillis(), rounds);
        System.out.printf("%-34s %10s %10s %10s %8s %8s%n", "", "ours", "memory", "database", "ratio", "ratio");
        row("start to first poll, s", runs, Run::firstPoll);
        row("cold: alerts handled per s", runs, run -> alerts / run.cold().handled());
        row("warm: alerts handled per s", runs, run -> alerts / run.warm().handled());
        row("warm: handled and mailed per s", runs, run -> alerts / run.warm().mailed());
        row("cold: processor ms per alert", runs, run -> 1_000 * run.cold().processor() / alerts);
        row("warm: processor ms per alert", runs, run -> 1_000 * run.warm().processor() / alerts);
        row("calls per alert", runs, run -> run.cold().calls() / (double) alerts);
        row("isolations accepted", runs, run -> run.cold().isolations());
        row("peak heap, MB", runs, run -> run.memory().get("heapPeak"));
        row("peak resident, MB", runs, run -> run.memory().get("VmHWM"));
    }

    private void scale(int alerts) throws IOException {
        List<String> command = classes.command(Program.OURS);
        try (Child small = new Child(command);
                Child large = new Child(command)) {
            small.firstPoll();
            large.firstPoll();
            Batch few = small.work(1_000);
            Batch many = large.work(alerts);
            System.out.printf("%n%d alerts at once beside 1,000, cold%n", alerts);
            System.out.printf("%-34s %10s %10s %8s%n", "", "many", "few", "ratio");
            row("ms per alert", 1_000 * many.handled() / alerts, few.handled());
            row("processor ms per alert", 1_000 * many.processor() / alerts, few.processor());
            row("peak heap, MB", large.memory().get("heapPeak"), small.memory().get("heapPeak"));
        }
    }

    private void idle() throws IOException, InterruptedException {
        try (Child idle = new Child(classes.command(Program.OURS))) {
            idle.firstPoll();
            Thread.sleep(5_000);
            System.out.printf("%nidle without alerts, MB resident %25.0f%n", idle.memory().get("VmRSS"));
        }
    }

    private Run run(Program program, int alerts, Duration latency) throws IOException {
        try (Child child = new Child(classes.command(program))) {
            double firstPoll = child.firstPoll();
            child.answersAfter(latency);
            Batch cold = child.work(alerts);
            List<Batch> warm = new ArrayList<>();
            for (int i = 0; i < WARM_BATCHES; i++) {
                warm.add(child.work(alerts));
            }
            Run run = new Run(firstPoll, cold, median(warm, Batch::handled), child.memory());
            System.out.println(program + " " + alerts + ": " + run);
            return run;
        }
    }

    private static void row(String what, Map<Program, List<Run>> runs, ToDoubleFunction<Run> figure) {
        Map<Program, Double> medians = new EnumMap<>(Program.class);
        runs.forEach((program, its) -> medians.put(program, figure.applyAsDouble(median(its, figure))));
        double ours = medians.get(Program.OURS);
        double memory = medians.get(Program.YARDSTICK);
        double database = medians.get(Program.DURABLE_YARDSTICK);
        System.out.printf(
                "%-34s %10.2f %10.2f %10.2f %8.2f %8.2f%n",
                what, ours, memory, database, ours / memory, ours / database);
    }

    private static void row(String what, double one, double other) {
        System.out.printf("%-34s %10.2f %10.2f %8.2f%n", what, one, other, one / other);
    }

    private static <T> T median(List<T> of, ToDoubleFunction<T> figure) {
        return of.stream()
                .sorted((one, other) -> Double.compare(figure.applyAsDouble(one), figure.applyAsDouble(other)))
                .toList()
                .get(of.size() / 2);
    }
}
