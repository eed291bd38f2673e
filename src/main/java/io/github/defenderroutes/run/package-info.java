/** One handling of one alert: taken once, its steps noted, its failures told apart, its end handed to the ledger. */
package io.github.defenderroutes.run;
