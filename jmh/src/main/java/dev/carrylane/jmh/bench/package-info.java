/** The command {@code carrylane bench}: which forks are run, in which order, and what is kept of them. */
package dev.carrylane.jmh.bench;
