package io.github.defenderroutes.budget;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.ledger.Calls;
import io.github.defenderroutes.ledger.Calls.Refusal;

/** What to tell people about a refusal. */
record Wording(String operation, Api api, QuotaClass asking, Refusal refusal) {
    /** Who waits: a class of calls, or those of one operation. */
    String who() {
        String all =
                switch (asking) {
                    case RESPOND -> "Responding";
                    case POLL -> "Polling";
                    case REST -> "Look-ups";
                };
        return refusal.limit() == null || refusal.limit().operation().equals(Calls.ALL)
                ? api == Api.GRAPH ? all + " (Graph)" : all
                : "%s (%s)".formatted(all, operation);
    }

    String sentence() {
        if (refusal.limit() == null) {
            return "%s is throttling: no %s before %s.".formatted(api.title(), operation, Waits.time(refusal.until()));
        }
        String kept =
                switch (asking) {
                    case RESPOND -> "";
                    case POLL -> ", the rest of it is for responding";
                    case REST -> ", the rest of it is for responding and polling";
                };
        return "%s must wait until %s. Calls in the last %s: %d; the limit: %s%s. Nothing to do; what waits is done then."
                .formatted(
                        who(),
                        Waits.time(refusal.until()),
                        refusal.limit().window().equals(Shares.HOUR) ? "hour" : "minute",
                        refusal.made(),
                        refusal.limit().reason(),
                        kept);
    }
}
