/** The processor that this runs on. */
package dev.carrylane.cli.machine;
