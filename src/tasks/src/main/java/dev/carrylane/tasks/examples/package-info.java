/** The data of tasks as sequences to train on and to evaluate. */
package dev.carrylane.tasks.examples;
