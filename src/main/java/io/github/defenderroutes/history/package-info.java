/** What was done and why, for people who look at it afterwards: runs, the story of one device, counts and times over days. */
package io.github.defenderroutes.history;
