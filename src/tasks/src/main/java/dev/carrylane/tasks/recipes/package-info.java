/** Models and settings of training for tasks. */
package dev.carrylane.tasks.recipes;
