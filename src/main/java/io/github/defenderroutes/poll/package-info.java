/** The walk through the alerts: in which steps we ask so that none is missed, however Defender's list moves. */
package io.github.defenderroutes.poll;
