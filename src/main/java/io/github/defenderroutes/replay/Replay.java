package io.github.defenderroutes.replay;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.recorded.RecordedAlert;
import io.github.defenderroutes.recorded.Recording;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Plays a recording through one or two sets of routes, side by side, a few alerts at a time. Nothing comes of it. */
public final class Replay implements AutoCloseable {
    private static final int AT_ONCE = 100;

    private final ExecutorService threads = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "defender-replay");
        thread.setDaemon(true);
        return thread;
    });
    private final Recording recording;
    private final Player today;
    private final Optional<Player> edited;

    /** Routes, and the settings that they are played with. */
    public record Edition(Settings settings, Path routes) {}

    /** An alert of which the editions make different things. */
    public record Difference(RecordedAlert alert, Verdict today, Verdict edited) {}

    /** @throws StartException if routes cannot be loaded */
    public Replay(Recording recording, Edition today, Optional<Edition> edited) {
        this.recording = recording;
        this.today = player(today);
        try {
            this.edited = edited.map(this::player);
        } catch (RuntimeException e) {
            this.today.close();
            threads.shutdownNow();
            throw e;
        }
    }

    private Player player(Edition edition) {
        return new Player(edition.settings(), edition.routes(), recording.known());
    }

    /**
     * Plays all of it.
     *
     * @param as how each alert is to be played
     * @param different hears of each alert that is decided differently, at once and in order
     */
    public Tally run(UnaryOperator<RecordedAlert> as, Consumer<Difference> different) {
        Tally tally = new Tally();
        Batch batch = new Batch();
        recording.each(alert -> {
            RecordedAlert played = as.apply(alert);
            if (batch.isFullFor(played)) {
                play(batch, tally, different);
            }
            batch.add(played);
        });
        play(batch, tally, different);
        return tally;
    }

    private void play(Batch batch, Tally tally, Consumer<Difference> different) {
        List<RecordedAlert> alerts = batch.take();
        Future<List<Verdict>> first = threads.submit(() -> today.play(alerts));
        Optional<List<Verdict>> second = edited.map(player -> player.play(alerts)); // in this thread, meanwhile
        List<Verdict> now = result(first);
        for (int i = 0; i < alerts.size(); i++) {
            tally.today(now.get(i), alerts.get(i));
            if (second.isPresent()) {
                Verdict then = second.get().get(i);
                tally.edited(then);
                if (then.differsFrom(now.get(i))) {
                    tally.different(then.differsOnlyInRule(now.get(i)));
                    different.accept(new Difference(alerts.get(i), now.get(i), then));
                }
            }
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while alerts were replayed", e);
        }
    }

    /** Alerts to be played together; none of them twice, since the second would count as handled. */
    private static final class Batch {
        private final List<RecordedAlert> alerts = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();

        boolean isFullFor(RecordedAlert next) {
            return alerts.size() == AT_ONCE || ids.contains(next.id());
        }

        void add(RecordedAlert alert) {
            alerts.add(alert);
            ids.add(alert.id());
        }

        List<RecordedAlert> take() {
            List<RecordedAlert> taken = List.copyOf(alerts);
            alerts.clear();
            ids.clear();
            return taken;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        today.close();
        edited.ifPresent(Player::close);
    }
}
