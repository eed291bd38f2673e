/** Alerts that were recorded, with the devices they name: in files, or in the history of runs. Only read. */
package io.github.defenderroutes.recorded;
