/** What lies between the decision to isolate a device and the request: a fresh look, the machine actions, the record. */
package io.github.defenderroutes.isolation;
