/** What the connector's triggers are made of: the Kamelets from which a route of one's own begins. */
package io.github.defenderroutes.trigger;
