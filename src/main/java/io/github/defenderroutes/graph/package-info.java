/**
 * Alerts of Microsoft Graph (alerts_v2) in the form in which Defender's own API sends them, so that the same routes handle
 * both. Our reading of both schemas: Microsoft publishes no mapping between them.
 */
package io.github.defenderroutes.graph;
