/**
 * The first second of a JVM: a harness that starts new JVMs, and the small programs that it measures in them.
 */
package dev.carrylane.jmh.cold;
