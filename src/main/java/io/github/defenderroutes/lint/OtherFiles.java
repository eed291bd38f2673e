package io.github.defenderroutes.lint;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.hunting.HuntingQueries;
import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people edit besides routes. Each kind of file is read by those who use it, and told in the words of findings. */
final class OtherFiles {
    private static final Pattern SETTING = Pattern.compile("\\s*([\\w.-]+)\\s*[=:]\\s*(\\S.*)");

    private final Path config;
    private final Settings settings;
    private final List<Finding> found;

    OtherFiles(Path config, Settings settings, List<Finding> found) {
        this.config = config;
        this.settings = settings;
        this.found = found;
    }

    void look() {
        Path rules = config.resolve(settings.text("guardrails.file"));
        if (Files.exists(rules)) {
            Guardrails.problems(rules)
                    .forEach(one -> found.add(Finding.of(
                            "guardrails",
                            rules,
                            new FileProblem(one.line(), one.column(), one.subject(), one.sentence()))));
        }
        HuntingQueries.problems(config)
                .forEach((file, problems) -> problems.forEach(one -> found.add(Finding.of("hunting", file, one))));
        secrets(config.resolve("application.properties"));
    }

    /** Of a setting of ours that is a secret, reading the settings tells. */
    private void secrets(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            return; // told by whoever reads the settings
        }
        Findings secrets = new Findings("secret", found);
        SecretRule.inText(file, text, secrets);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches()
                    && SecretRule.NAME.matcher(setting.group(1)).matches()
                    && !Settings.isKnown(setting.group(1))
                    && !setting.group(2).contains("{{")) {
                secrets.warning(
                        file,
                        i + 1,
                        setting.start(2) + 1,
                        "%s stands here in clear".formatted(setting.group(1)),
                        "move it to secrets.properties, or to the environment");
            }
        }
    }
}
