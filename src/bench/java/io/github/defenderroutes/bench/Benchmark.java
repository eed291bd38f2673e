package io.github.defenderroutes.bench;

import io.github.defenderroutes.bench.Child.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Runs both programs on the same jobs, each in a JVM of its own with README's JVM options, one after the other, and prints
 * the ratios. The first job of a JVM is cold; warm is the median of those after it.
 */
final class Benchmark {
    private static final int WARM_BATCHES = 4;
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms24m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private record Run(double firstPoll, Batch cold, Batch warm, Map<String, Double> memory) {}

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        compare(1_000, 3);
        compare(10_000, 1);
        scale(100_000);
        ArchiveStart.main(arguments);
        try (Child idle = new Child("Ours", OPTIONS)) {
            idle.firstPoll();
            Thread.sleep(5_000);
            System.out.printf("%nidle without alerts, MB resident %25.0f%n", idle.memory().get("VmRSS"));
        }
    }

    private static void compare(int alerts, int rounds) throws IOException {
        List<Run> ours = new ArrayList<>();
        List<Run> yardstick = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ours.add(run("Ours", alerts));
            yardstick.add(run("Yardstick", alerts));
        }
        System.out.printf("%n%d alerts at once, 30 %% High, %d devices; median of %d%n", alerts, Job.DEVICES, rounds);
        System.out.printf("%-34s %12s %12s %8s%n", "", "ours", "yardstick", "ratio");
        row("start to first poll, s", ours, yardstick, Run::firstPoll);
        row("cold: alerts handled per s", ours, yardstick, run -> alerts / run.cold().handled());
        row("warm: alerts handled per s", ours, yardstick, run -> alerts / run.warm().handled());
        row("warm: handled and mailed per s", ours, yardstick, run -> alerts / run.warm().mailed());
        row("cold: processor ms per alert", ours, yardstick, run -> 1_000 * run.cold().processor() / alerts);
        row("warm: processor ms per alert", ours, yardstick, run -> 1_000 * run.warm().processor() / alerts);
        row("calls per alert", ours, yardstick, run -> run.cold().calls() / (double) alerts);
        row("isolations accepted", ours, yardstick, run -> run.cold().isolations());
        row("peak heap, MB", ours, yardstick, run -> run.memory().get("heapPeak"));
        row("peak resident, MB", ours, yardstick, run -> run.memory().get("VmHWM"));
    }

    private static void scale(int alerts) throws IOException {
        try (Child small = new Child("Ours", OPTIONS);
                Child large = new Child("Ours", OPTIONS)) {
            small.firstPoll();
            large.firstPoll();
            Batch few = small.work(1_000);
            Batch many = large.work(alerts);
            System.out.printf("%n%d alerts at once beside 1,000, cold%n", alerts);
            System.out.printf("%-34s %12s %12s %8s%n", "", "many", "few", "ratio");
            row("ms per alert", 1_000 * many.handled() / alerts, few.handled());
            row("processor ms per alert", 1_000 * many.processor() / alerts, few.processor());
            row("peak heap, MB", large.memory().get("heapPeak"), small.memory().get("heapPeak"));
        }
    }

    private static Run run(String program, int alerts) throws IOException {
        try (Child child = new Child(program, OPTIONS)) {
            double firstPoll = child.firstPoll();
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

    private static void row(String what, List<Run> ours, List<Run> yardstick, ToDoubleFunction<Run> figure) {
        double mine = figure.applyAsDouble(median(ours, figure));
        double theirs = figure.applyAsDouble(median(yardstick, figure));
        row(what, mine, theirs);
    }

    private static void row(String what, double one, double other) {
        System.out.printf("%-34s %12.2f %12.2f %8.2f%n", what, one, other, one / other);
    }

    private static <T> T median(List<T> of, ToDoubleFunction<T> figure) {
        return of.stream()
                .sorted((one, other) -> Double.compare(figure.applyAsDouble(one), figure.applyAsDouble(other)))
                .toList()
                .get(of.size() / 2);
    }
}
