/** Training: examples, losses, optimisers, schedules, and the trainer that goes through them. */
package dev.carrylane.training;
