/** What models are trained for and evaluated on, and the figures that tell how good they are. */
package dev.carrylane.tasks;
