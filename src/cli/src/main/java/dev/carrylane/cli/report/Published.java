package dev.carrylane.cli.report;

/**
 * A figure of the authors.
 *
 * @param value the figure on the test split
 * @param parameters trained values; 0 if they don't say
 */
public record Published(double value, long parameters) {}
