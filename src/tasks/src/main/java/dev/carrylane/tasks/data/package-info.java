/** Readers of the data sets that the command evaluates models on. */
package dev.carrylane.tasks.data;
