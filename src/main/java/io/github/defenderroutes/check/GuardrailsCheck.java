package io.github.defenderroutes.check;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.guardrails.WrittenRules;
import java.util.ArrayList;
import java.util.List;

/** Reads the rules about who may be cut off, and says what their author should know. */
final class GuardrailsCheck implements Check {
    private final Guardrails guardrails;

    GuardrailsCheck(Guardrails guardrails) {
        this.guardrails = guardrails;
    }

    @Override
    public String link() {
        return SetUp.GUARDRAILS;
    }

    @Override
    public Finding prove() {
        WrittenRules rules = guardrails.inFile();
        if (!rules.exists()) {
            return Finding.warning(
                    link(),
                    "There is no %s, so a person must decide on every device. To fix: put the file there that we ship."
                            .formatted(rules.file()));
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("%d rule%s in %s".formatted(rules.rules(), rules.rules() == 1 ? "" : "s", rules.file()));
        rules.warnings().forEach(warning -> sentences.add(warning.toString()));
        if (!rules.listsServers()) {
            sentences.add(
                    "Nobody has listed servers that must never be cut off; Microsoft's API does not say which devices are domain controllers, ADFS or hypervisors. To fix: list them in a rule with outcome: never, by name or by a tag of your own.");
        }
        return sentences.size() == 1
                ? Finding.ok(link(), sentences.get(0))
                : Finding.warning(link(), String.join("\n", sentences));
    }
}
