/** Writes the engine's sources that are too regular to be written by hand. */
package dev.carrylane.generator;
