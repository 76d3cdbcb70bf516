/** What is measured: the benchmarks by what users do, with which parameters, and beside what. */
package dev.carrylane.jmh.suite;
