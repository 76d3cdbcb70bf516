/** Recurrences over sequences, as associative scans. */
package dev.carrylane.engine.scan;
