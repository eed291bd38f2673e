/** What this process counts of its own work, for Prometheus. Everything else that is exported is read when it is asked for. */
package io.github.defenderroutes.metrics;
