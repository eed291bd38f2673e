package io.github.defenderroutes.spring;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.settings.SettingsException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Why the application does not start, if it is for us: our message, which is complete, and no stack trace. */
final class StartFailure implements FailureAnalyzer {
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Change them under defender-routes.settings, or leave the tenant out with defender-routes.enabled=false.",
                        cause);
            }
            if (cause instanceof StartException) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
        }
        return null;
    }
}
