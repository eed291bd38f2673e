package io.github.defenderroutes;

import io.github.defenderroutes.command.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code run} in a JVM of its own, so that it can be killed like one. */
final class ChildProcess implements AutoCloseable {
    /** In megabytes, as the README's unit of systemd gives it. */
    static final int USUAL_HEAP = 256;

    private final Process process;

    ChildProcess(Path log, Map<String, String> settings, String... arguments) {
        this(USUAL_HEAP, log, settings, arguments);
    }

    ChildProcess(int heap, Path log, Map<String, String> settings, String... arguments) {
        List<String> command = JavaCommand.of(Main.class, settings, heap);
        command.add("run");
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no hook runs, nothing is flushed. Returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGKILL after so long, unless it ends by itself, which it must not. */
    void killIn(Duration life) {
        try {
            if (process.waitFor(life.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The process has ended by itself, with " + exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        kill();
    }

    /** SIGTERM, as a service manager sends it. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The process does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
