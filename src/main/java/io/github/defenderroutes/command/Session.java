package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import java.io.PrintWriter;

/**
 * What an operator's command works with, wherever it is carried out.
 *
 * @param app holds the database, or can open it
 * @param user the OS user who asked
 * @param out what the asker will read
 * @param problems what the asker will read as an error
 */
record Session(DefenderRoutes app, String user, PrintWriter out, PrintWriter problems) {}
