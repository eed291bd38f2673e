package io.github.defenderroutes.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.ledger.Notice;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Writes the guardrail that would have left an isolation to a person, as text to be put into the file of guardrails. Its
 * values come from alerts, which an attacker may word: each is one quoted word of YAML, and nothing else.
 */
final class PreventingRule {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_NAME = 40;

    private PreventingRule() {}

    /**
     * @param alert the alert it was isolated for, if it is known
     * @param told what the SOC was told of that alert, which has the device's tags
     */
    static String text(CutOff cutOff, Optional<Behind> alert, Optional<Notice> told) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "  # Put it above the rules that isolate. With \"outcome: never\" nobody is asked either, wherever it stands.");
        lines.add("  - rule: not-by-itself-" + slug(cutOff.device()));
        lines.add("    outcome: approve");
        lines.add("    because: " + quoted("Was isolated on " + day(cutOff) + " and released"));
        lines.add("    device:");
        lines.add("      name: " + quoted(cutOff.device()));
        tags(told)
                .forEach(tag -> lines.add(
                        "    # tag: " + quoted(tag) + "   # instead of the name: each device that carries it"));
        List<String> conditions = new ArrayList<>();
        alert.map(Behind::title).ifPresent(title -> conditions.add("      title: " + quoted(title)));
        alert.map(Behind::category).ifPresent(category -> conditions.add("      category: " + quoted(category)));
        if (!conditions.isEmpty()) {
            lines.add("    alert:");
            lines.addAll(conditions);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String day(CutOff cutOff) {
        return Instant.ofEpochMilli(cutOff.isolation().decidedAt())
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    private static List<String> tags(Optional<Notice> told) {
        JsonNode tags = told.map(PreventingRule::model)
                .orElse(MissingNode.getInstance())
                .at("/device/machineTags");
        return StreamSupport.stream(tags.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode model(Notice notice) {
        try {
            return JSON.readTree(notice.model());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // a rule without tags is better than none
        }
    }

    private static String slug(String name) {
        String word = name.replaceFirst("\\..*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = word.substring(0, Math.min(word.length(), LONGEST_NAME)).replaceAll("^-|-$", "");
        return cut.isEmpty() ? "device" : cut;
    }

    /** In single quotes YAML knows no escapes but the doubled quote; line breaks and the like are left out. */
    private static String quoted(String text) {
        return "'"
                + text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                        .strip()
                        .replace("'", "''") + "'";
    }
}
