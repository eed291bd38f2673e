package io.github.defenderroutes.bench;

import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the call of {@code bin/defender-routes run} to its first poll, out of the unpacked archive; in turns with and without
 * archived classes, on a new database each time.
 */
final class ArchiveStart {
    private static final int ROUNDS = 9;

    private record Start(double seconds, double processor) {}

    private ArchiveStart() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("defender-bench");
        Path program = unpack(folder).resolve("bin/defender-routes");
        finish(new ProcessBuilder(program.toString(), "prepare"));
        List<Start> archived = new ArrayList<>();
        List<Start> plain = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            archived.add(start(program, folder.resolve("a" + round), Map.of()));
            plain.add(start(program, folder.resolve("p" + round), Map.of("DEFENDER_ROUTES_CACHE", "off")));
        }
        System.out.printf("%nstart to first poll from the archive, median of %d%n", ROUNDS);
        System.out.printf("%-34s %12s %12s%n", "", "seconds", "processor s");
        row("classes archived", archived);
        row("not archived", plain);
    }

    private static Path unpack(Path folder) throws IOException, InterruptedException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path archive = built.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
            finish(new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString()));
        }
        try (Stream<Path> unpacked = Files.list(folder)) {
            return unpacked.findFirst().orElseThrow();
        }
    }

    private static Start start(Path program, Path state, Map<String, String> more)
            throws IOException, InterruptedException {
        try (StandIn standIn = StandIn.start()) {
            ProcessBuilder run = new ProcessBuilder(program.toString(), "run");
            standIn.settings().forEach((key, value) ->
                    run.environment().put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
            run.environment().put("STATE_URL", "jdbc:h2:file:" + state);
            run.environment().putAll(more);
            run.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            long began = System.currentTimeMillis();
            Process process = run.start();
            while (standIn.calls("list-alerts").isEmpty()) {
                Thread.sleep(1);
            }
            double seconds = (standIn.calls("list-alerts").get(0).at().toEpochMilli() - began) / 1000.0;
            double processor = process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
            process.destroy();
            process.waitFor();
            return new Start(seconds, processor);
        }
    }

    private static void finish(ProcessBuilder command) throws IOException, InterruptedException {
        int exitCode = command.inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException(command.command() + " ended with " + exitCode);
        }
    }

    private static void row(String what, List<Start> starts) {
        System.out.printf(
                "%-34s %12.2f %12.2f%n",
                what,
                median(starts.stream().map(Start::seconds).toList()),
                median(starts.stream().map(Start::processor).toList()));
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
