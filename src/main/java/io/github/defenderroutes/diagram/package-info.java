/** Draws loaded routes as Mermaid: what calls what, and what one route does step by step. */
package io.github.defenderroutes.diagram;
