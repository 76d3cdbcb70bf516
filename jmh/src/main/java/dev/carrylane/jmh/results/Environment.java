package dev.carrylane.jmh.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Under which conditions something was measured; {@code environment.json}.
 *
 * @param command the command line
 * @param date when it began, as ISO 8601 in UTC
 * @param version of Carrylane
 * @param other the version that it is compared with; null if none
 * @param threshold least change of time that counts beside the other version, as a share
 * @param tier how much of the suite was chosen: quick, standard or full
 * @param forks planned JVMs of each case
 * @param completed rounds in which every case had its fork
 * @param machine what is known of it, in words: processor, cores, caches, memory, system, java, flags, backend
 * @param notes what the forks said of themselves: backends, kernels of other libraries
 * @param probe the speed of the machine over the run
 * @param failures cases that could not be measured, and why
 */
public record Environment(
    String command,
    String date,
    String version,
    String other,
    double threshold,
    String tier,
    int forks,
    int completed,
    Map<String, String> machine,
    List<String> notes,
    List<ProbeReading> probe,
    Map<String, String> failures) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Copies the collections; one that is null, which a file left out, is empty. */
  public Environment {
    machine =
        machine == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(machine));
    notes = notes == null ? List.of() : List.copyOf(notes);
    probe = probe == null ? List.of() : List.copyOf(probe);
    failures =
        failures == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param file the file
   * @return the environment
   * @throws IOException if the file cannot be read or is something else; the message names the file and a remedy
   */
  public static Environment read(Path file) throws IOException {
    try {
      Environment read = JSON.readValue(Files.readAllBytes(file), Environment.class);
      if (read != null && read.command != null && read.date != null) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(damaged(file), e);
    }
    throw new IOException(damaged(file));
  }

  private static String damaged(Path file) {
    return file + " is not the environment of a run: measure again, or name the folder of a run";
  }

  /**
   * Writes it as JSON: the file appears whole or not at all.
   *
   * @param file to create or replace
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  public void write(Path file) throws IOException {
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(JSON.writeValueAsBytes(this)));
      replacement.commit();
    }
  }
}
