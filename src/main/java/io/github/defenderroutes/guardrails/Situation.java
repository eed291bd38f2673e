package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Learnt;
import java.time.Instant;
import java.util.Map;

/** What rules are held against. */
record Situation(Map<String, ?> alert, Map<String, ?> device, Learnt learnt, Instant now) {}
