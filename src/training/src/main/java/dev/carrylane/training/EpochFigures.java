package dev.carrylane.training;

/**
 * What came of an epoch.
 *
 * @param epoch its number, from 1
 * @param trainLoss mean loss of its steps, each before its update and with dropout
 * @param valid the model on the validation examples; NaN where there are none
 * @param learningRate of its last step
 * @param seconds it took, evaluation included
 * @param best whether the model is the best so far
 */
public record EpochFigures(
    int epoch,
    double trainLoss,
    Figures valid,
    double learningRate,
    double seconds,
    boolean best) {}
