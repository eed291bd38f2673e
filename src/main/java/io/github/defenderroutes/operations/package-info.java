/** What a watcher asks of a running process: whether it is well, and its figures. */
package io.github.defenderroutes.operations;
