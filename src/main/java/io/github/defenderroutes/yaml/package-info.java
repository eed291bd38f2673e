/** YAML as people write it: read so that every mistake can be shown where it is. */
package io.github.defenderroutes.yaml;
