package dev.carrylane.training;

/**
 * How good a model is on some examples.
 *
 * @param loss the mean over the frames that count
 * @param accuracy the share of those that are right: the class of the greatest output, notes of positive logits, values within a
 *     half
 * @param frames how many count
 */
public record Figures(double loss, double accuracy, long frames) {}
