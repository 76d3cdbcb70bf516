/** The carrylane command. */
package dev.carrylane.cli;
