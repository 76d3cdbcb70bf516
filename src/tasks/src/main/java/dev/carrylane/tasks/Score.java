package dev.carrylane.tasks;

/**
 * The outcome of an evaluation.
 *
 * @param metric what {@code value} is: {@code nll}, {@code accuracy}, {@code mse} or {@code bits_per_character}
 * @param value the figure that the literature reports for the task
 * @param nll mean negative log-likelihood in nats over what counts: per frame, per character or, for a classifier, per sequence; NaN
 *     where there are no probabilities
 * @param accuracy the share of what counts that is right: classes, bits, all notes of a frame, numbers within a half
 * @param wholeSequences the share of sequences in which all is right
 * @param frames the input frames of all sequences
 * @param sequences the number of sequences
 */
public record Score(
    String metric,
    double value,
    double nll,
    double accuracy,
    double wholeSequences,
    long frames,
    int sequences) {}
