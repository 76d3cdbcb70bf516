package dev.carrylane.jmh.results;

import dev.carrylane.jmh.suite.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All measurements of a run. */
public final class Results {
  private final Map<Case, Measurement> measurements = new LinkedHashMap<>();

  /**
   * Results.
   *
   * @param measurements one for each case
   */
  public Results(List<Measurement> measurements) {
    measurements.forEach(each -> this.measurements.put(each.what(), each));
  }

  /**
   * Reads what JMH wrote as JSON, in mode throughput, average time, sample time or single shot.
   *
   * @param file the file
   * @return the measurements, in the order of the file
   * @throws IOException if the file cannot be read, or is not what JMH writes; the message names the file and a remedy
   */
  public static Results read(Path file) throws IOException {
    return new Results(JmhJson.read(file));
  }

  /**
   * What was measured of a case.
   *
   * @param one which
   * @return its measurement, if it was measured
   */
  public Optional<Measurement> of(Case one) {
    return Optional.ofNullable(measurements.get(one));
  }

  /** {@return all of them, in the order of the file} */
  public List<Measurement> all() {
    return List.copyOf(measurements.values());
  }
}
