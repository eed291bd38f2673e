package io.github.defenderroutes.run;

import io.github.defenderroutes.defender.CallLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a run in the order in which they began, and the calls made in each. Only the first many are kept: a step may
 * stand in a loop. A route may split a run over threads, hence the locks.
 */
final class Steps implements CallLog {
    private static final int MOST = 200;
    private static final int PROBLEM = 300;

    private final long began = System.nanoTime();
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private final Deque<Map<String, Object>> open = new ArrayDeque<>();
    private final Map<Map<String, Object>, Integer> calls = new LinkedHashMap<>();

    synchronized void began(String id) {
        if (steps.size() < MOST) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("step", id);
            step.put("at", millis());
            steps.add(step);
            open.push(step);
        }
    }

    synchronized void completed(String id) {
        end(id);
    }

    /** @param problem {@code null} if it is not known */
    synchronized void failed(String id, Exception problem) {
        Map<String, Object> step = end(id);
        if (step != null) {
            step.put("failed", true);
            if (problem != null && problem.getMessage() != null) {
                String message = problem.getMessage();
                step.put("problem", message.length() <= PROBLEM ? message : message.substring(0, PROBLEM) + "…");
            }
        }
    }

    private Map<String, Object> end(String id) {
        for (Map<String, Object> step : open) {
            if (step.get("step").equals(id)) {
                open.remove(step);
                step.put("ms", millis() - (long) step.get("at"));
                return step;
            }
        }
        return null;
    }

    @Override
    public synchronized void called(String operation) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("operation", operation);
        call.put("step", open.isEmpty() ? null : open.peek().get("step"));
        calls.merge(call, 1, Integer::sum);
    }

    private long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** Each {@code step} (its id), {@code at} and {@code ms} (milliseconds since the run's beginning, and taken). */
    synchronized List<Map<String, Object>> steps() {
        return steps.stream().<Map<String, Object>>map(LinkedHashMap::new).toList();
    }

    /** Each {@code operation}, {@code step} (in which it was made) and {@code count}. */
    synchronized List<Map<String, Object>> calls() {
        List<Map<String, Object>> counted = new ArrayList<>();
        calls.forEach((call, count) -> {
            Map<String, Object> all = new LinkedHashMap<>(call);
            all.put("count", count);
            counted.add(all);
        });
        return counted;
    }
}
