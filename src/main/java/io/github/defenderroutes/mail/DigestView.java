package io.github.defenderroutes.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the templates of a mail about several alerts see: the alerts by device, what matters most first. */
final class DigestView {
    /** What it takes over from {@code words.ftl}. */
    static final List<String> WORDS = List.of("outcome", "brief", "tone", "severityWord");

    /** What a reader must know first; a tone of an engineer's own comes last. */
    private static final List<String> TONES = List.of("bad", "waiting", "good", "calm");

    /** Situations that only refer to what another alert has brought about; they say nothing new of the device. */
    private static final Set<String> REFER_TO_ANOTHER = Set.of("under-way", "isolated");

    private DigestView() {}

    /** One alert: what templates see of it, and what is said of it. */
    record Entry(Map<String, Object> values, Map<String, String> words) {
        private Object value(String group, String name) {
            return values.get(group) instanceof Map<?, ?> map ? map.get(name) : null;
        }

        private int rank() {
            int tone = TONES.indexOf(words.get("tone"));
            int first = REFER_TO_ANOTHER.contains(values.get("situation")) ? TONES.size() : 0;
            return first + (tone < 0 ? TONES.size() : tone);
        }

        private Object device() {
            return value("device", "id") != null ? value("device", "id") : value("device", "name");
        }
    }

    static Map<String, Object> values(List<Entry> entries) {
        Map<Object, List<Entry>> byDevice = new LinkedHashMap<>();
        entries.forEach(entry -> byDevice.computeIfAbsent(entry.device(), id -> new ArrayList<>())
                .add(entry));
        List<Map<String, Object>> devices =
                byDevice.values().stream().map(DigestView::device).toList();
        Set<Object> ids = new LinkedHashSet<>();
        entries.forEach(entry -> ids.addAll((List<?>) entry.values().get("alertIds")));
        Entry leading = leading(entries);
        Map<String, Object> view = new HashMap<>();
        view.put("kind", entries.get(0).values().get("kind"));
        view.put("severity", entries.get(0).words().get("severityWord"));
        view.put(
                "dryRun",
                entries.stream()
                        .allMatch(entry -> Boolean.TRUE.equals(entry.values().get("dryRun"))));
        view.put("outcome", leading.words().get("outcome"));
        view.put("brief", leading.words().get("brief"));
        view.put("tone", leading.words().get("tone"));
        view.put("devices", devices);
        view.put("offers", leading.values().get("offers"));
        view.put("count", entries.size());
        view.put("alertIds", List.copyOf(ids));
        return view;
    }

    private static Map<String, Object> device(List<Entry> entries) {
        Entry leading = leading(entries);
        Map<String, Object> view = new HashMap<>();
        view.put("name", leading.value("device", "name"));
        view.put("id", leading.value("device", "id"));
        view.put("users", leading.value("device", "users"));
        view.put("link", leading.value("links", "device"));
        view.put("offers", leading.values().get("offers"));
        view.put("outcome", leading.words().get("outcome"));
        view.put("brief", leading.words().get("brief"));
        view.put("tone", leading.words().get("tone"));
        view.put("alerts", entries.stream().map(entry -> alert(entry, leading)).toList());
        return view;
    }

    private static Map<String, Object> alert(Entry entry, Entry leading) {
        Map<String, Object> view = new HashMap<>();
        view.put("id", entry.value("alert", "id"));
        view.put("title", entry.value("alert", "title"));
        view.put("category", entry.value("alert", "category"));
        view.put("severity", entry.words().get("severityWord"));
        view.put("created", entry.value("times", "created"));
        view.put("link", entry.value("links", "alert"));
        String brief = entry.words().get("brief");
        view.put("brief", brief.equals(leading.words().get("brief")) ? null : brief);
        return view;
    }

    private static Entry leading(List<Entry> entries) {
        return entries.stream().min(Comparator.comparingInt(Entry::rank)).orElseThrow();
    }
}
