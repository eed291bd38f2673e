/** The standalone program: what can be asked on the command line. Exit codes: 0 fine, 1 found problems, 2 wrong use. */
package io.github.defenderroutes.command;
