package io.github.defenderroutes.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.defenderroutes.explain.Entry;
import io.github.defenderroutes.explain.Explanation;
import io.github.defenderroutes.judge.Decision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An explanation as JSON, for programs. */
final class ExplainJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExplainJson() {}

    static ObjectNode of(Explanation explanation, String from) {
        ObjectNode root = JSON.createObjectNode()
                .put("alert", String.valueOf(explanation.alert().get("id")))
                .put("from", from)
                .put("now", explanation.now().toString())
                .put("mode", explanation.mode())
                .put("result", explanation.result())
                .put("detail", explanation.detail().orElse(null))
                .put(
                        "device",
                        explanation
                                .device()
                                .map(device -> String.valueOf(device.get("id")))
                                .orElse(null));
        root.set(
                "decision",
                JSON.valueToTree(
                        explanation.decision().map(ExplainJson::decision).orElse(null)));
        root.set(
                "way",
                JSON.valueToTree(
                        explanation.way().stream().map(ExplainJson::entry).toList()));
        root.set("mails", JSON.valueToTree(explanation.letters()));
        return root;
    }

    private static Map<String, Object> decision(Decision decision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("outcome", decision.outcome());
        json.put("rule", decision.rule());
        json.put("because", decision.because());
        json.put("values", decision.values());
        return json;
    }

    private static Map<String, Object> entry(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        json.put("place", entry.place());
        json.put("route", entry.route());
        json.put("text", entry.text());
        json.put("values", entry.values());
        return json;
    }
}
