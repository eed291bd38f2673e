/**
 * Spring Boot: one tenant in an application, configured by {@code defender-routes.*}. Nothing else uses this package, and
 * nothing of Spring is needed without it.
 */
package io.github.defenderroutes.spring;
