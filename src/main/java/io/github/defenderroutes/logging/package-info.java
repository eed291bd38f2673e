/** What lines of the log say besides their text. */
package io.github.defenderroutes.logging;
