/** What was measured, and what may be concluded from it. */
package dev.carrylane.jmh.results;
