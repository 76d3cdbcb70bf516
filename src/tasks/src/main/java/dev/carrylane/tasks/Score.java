package dev.carrylane.tasks;

/**
 * The outcome of an evaluation.
 *
 * @param metric what {@code value} is: {@code nll} or {@code accuracy}
 * @param value the figure that the literature reports for the task
 * @param nll mean negative log-likelihood in nats, per frame or, for a classifier, per sequence
 * @param frames the input frames of all sequences
 * @param sequences the number of sequences
 */
public record Score(String metric, double value, double nll, long frames, int sequences) {}
