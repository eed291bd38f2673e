/**
 * How a command reaches the process that holds the database: words go over a loopback port, what they print comes back.
 *
 * <p>The port and the key to it stand in a file beside the database that only its owner can read. Whoever can read it
 * could read the database as well, so it opens no door that was not open.
 *
 * <p>It knows nothing of what the commands do, and only {@code run} opens it; an application that embeds us has no port.
 */
package io.github.defenderroutes.control;
