package io.github.defenderroutes.shipped;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A shipped file in its three forms; of each form {@code null} says that there is none. */
public final class ShippedFile {
    private static final int LINES_AROUND = 3;
    private static final String NOTHING = "/dev/null";

    private final String name;
    private final State state;
    private final byte[] base;
    private final byte[] yours;
    private final byte[] ours;

    ShippedFile(String name, State state, byte[] base, byte[] yours, byte[] ours) {
        this.name = name;
        this.state = state;
        this.base = base;
        this.yours = yours;
        this.ours = ours;
    }

    /** With the folder it belongs into: {@code routes/poll-alerts.camel.yaml}. */
    public String name() {
        return name;
    }

    public State state() {
        return state;
    }

    /** Whether somebody has edited it: its form in the home is none that we have shipped. */
    boolean isEdited() {
        return yours != null && !Arrays.equals(yours, base) && !Arrays.equals(yours, ours);
    }

    byte[] ours() {
        return ours;
    }

    /** What people changed in it, as a unified diff; no lines if they changed nothing, or it is not there. */
    public List<String> yourChange() {
        return isEdited() && base != null ? diff("as shipped", base, "yours", yours) : List.of();
    }

    /** What we changed in it since then; no lines if nothing of ours waits. */
    public List<String> ourChange() {
        if (!state.isWaiting()) {
            return List.of();
        }
        return base == null && yours != null
                ? diff("yours", yours, "ours", ours)
                : diff("as shipped", base, "ours", ours);
    }

    private List<String> diff(String before, byte[] from, String after, byte[] to) {
        List<String> old = lines(from);
        return UnifiedDiffUtils.generateUnifiedDiff(
                from == null ? NOTHING : name + " " + before,
                to == null ? NOTHING : name + " " + after,
                old,
                DiffUtils.diff(old, lines(to)),
                LINES_AROUND);
    }

    private static List<String> lines(byte[] text) {
        return text == null
                ? List.of()
                : new String(text, StandardCharsets.UTF_8).lines().toList();
    }
}
