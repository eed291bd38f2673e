package io.github.defenderroutes.generation;

import java.util.function.Consumer;

/** The edited files besides the routes: they count as long as the routes do that were loaded with them. */
final class FilesBesides implements Generations.Companion {
    private final EditedFiles inForce;
    private final EditedFiles.Fresh fresh;
    private final Runnable noting;
    private final Consumer<RuntimeException> undone;
    private volatile Runnable keep;

    /**
     * @param noting puts it on record; if that fails, nothing changes
     * @param undone told why they do not count after all
     */
    FilesBesides(EditedFiles inForce, EditedFiles.Fresh fresh, Runnable noting, Consumer<RuntimeException> undone) {
        this.inForce = inForce;
        this.fresh = fresh;
        this.noting = noting;
        this.undone = undone;
    }

    @Override
    public void change() {
        noting.run();
        keep = inForce.keep();
        try {
            fresh.use().run();
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    @Override
    public void undo(RuntimeException why) {
        keep.run();
        undone.accept(why);
    }
}
