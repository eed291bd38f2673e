package io.github.defenderroutes.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Alerts of the history of runs, each with its device as the mail told of it, played at the time at which it was handled. An
 * alert of which nobody was told and about which nothing was done is not among them: the history does not keep it.
 */
public final class RecordedRuns implements Recording {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final Function<String, KeptRuns> pages;
    private final KnownDevices known = new KnownDevices();

    /** @param pages gives the page after this place; asked with {@code null} for the first */
    public RecordedRuns(Function<String, KeptRuns> pages) {
        this.pages = pages;
    }

    @Override
    public void each(Consumer<RecordedAlert> reader) {
        String next = null;
        do {
            KeptRuns page = pages.apply(next);
            page.runs().forEach(run -> reader.accept(alert(run)));
            next = page.next();
        } while (next != null);
    }

    private static RecordedAlert alert(KeptRuns.Kept run) {
        Map<String, Object> told = run.told() == null ? Map.of() : object(run.told());
        return new RecordedAlert(
                object(run.alert()), Instant.ofEpochMilli(run.startedAt()), "run " + run.run(), device(told));
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> device(Map<String, Object> told) {
        return told.get("device") instanceof Map<?, ?> device ? (Map<String, Object>) device : null;
    }

    private static Map<String, Object> object(String json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            throw new RecordingException("The history holds what is no JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    public KnownDevices known() {
        return known;
    }
}
