/** What a Camel application that embeds us uses in its own context: our Kamelets, and the endpoints in and out. */
package io.github.defenderroutes.embedding;
