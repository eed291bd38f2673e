/**
 * The database that {@code state.url} names: opened, and its tables brought up to date ({@code SafetyCopy} keeps it as it
 * was); readable by its owner only; opened anew after a full disk. What stands in it is the business of {@code ledger}.
 */
package io.github.defenderroutes.database;
