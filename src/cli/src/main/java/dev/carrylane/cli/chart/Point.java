package dev.carrylane.cli.chart;

/**
 * A point of a curve.
 *
 * @param x an epoch or a length
 * @param y a figure
 */
public record Point(double x, double y) {}
