/**
 * What is shipped for people to edit, and what they made of it: each file in the form that this release ships, in the form
 * that it had when the home was made or a change was last taken, and in the form that it has now.
 */
package io.github.defenderroutes.shipped;
