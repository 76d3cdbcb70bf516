package dev.carrylane.jmh.results;

/**
 * The speed of the machine at a moment, by work that is the same every time.
 *
 * @param time seconds since the run began
 * @param speed of the probe, operations a second; only its ratio to other readings means anything
 * @param load the system's load average over a minute; NaN if unknown
 * @param stolen share of processor time that other machines on the same host took since the last reading; NaN if unknown
 */
public record ProbeReading(double time, double speed, double load, double stolen) {}
