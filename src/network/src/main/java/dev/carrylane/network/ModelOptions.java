package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.Objects;

/** How a model's weights are packed and its scans run. Immutable. */
public final class ModelOptions {
  private final Backend backend;
  private final boolean halves;
  private final ScanSchedule schedule;

  private ModelOptions(Backend backend, boolean halves, ScanSchedule schedule) {
    this.backend = backend;
    this.halves = halves;
    this.schedule = schedule;
  }

  /** {@return the active backend, weights as they were trained, and scans with the bits of steps} */
  public static ModelOptions defaults() {
    return new ModelOptions(Backend.active(), false, ScanSchedule.SERIAL_TIME);
  }

  /**
   * These options for given kernels.
   *
   * @param other the kernels that will run the model
   * @return options that differ in nothing else
   */
  public ModelOptions backend(Backend other) {
    return new ModelOptions(Objects.requireNonNull(other, "backend"), halves, schedule);
  }

  /**
   * These options with weights of products and convolutions rounded to bfloat16: half the memory, and faster where a step
   * waits for it. Results then have other bits, the same on every machine.
   *
   * @return options that differ in nothing else
   */
  public ModelOptions bfloat16() {
    return new ModelOptions(backend, true, schedule);
  }

  /**
   * These options with scans that cut time into blocks which threads work on at once, {@link ScanSchedule#BLOCKED_TIME}: long
   * sequences of few channels on several threads run faster. {@code run} then rounds differently from {@code step}, within
   * the bound that {@link dev.carrylane.engine.scan.AffineScan} states, and depends on how a sequence is cut into calls;
   * the number of threads still changes nothing.
   *
   * @return options that differ in nothing else
   */
  public ModelOptions blockedScans() {
    return new ModelOptions(backend, halves, ScanSchedule.BLOCKED_TIME);
  }

  /** {@return the kernels that will run the model} */
  public Backend backend() {
    return backend;
  }

  /** {@return whether weights are rounded to bfloat16} */
  public boolean isBfloat16() {
    return halves;
  }

  /** {@return the schedule of all scans} */
  public ScanSchedule scanSchedule() {
    return schedule;
  }
}
