/** Defender Routes as one bundle in an ESB on OSGi: started and stopped with it, configured by its Configuration Admin. */
package io.github.defenderroutes.osgi;
