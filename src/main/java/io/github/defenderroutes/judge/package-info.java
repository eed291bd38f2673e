/** The judge: may this device be cut off for this alert? One decision per alert and device, with rule and values. */
package io.github.defenderroutes.judge;
