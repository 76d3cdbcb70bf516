package dev.carrylane.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a model is trained. Immutable: methods named as settings give changed copies.
 *
 * {@snippet :
 * TrainingOptions options =
 *     TrainingOptions.of(Optimizer.adam(1e-3)).epochs(20).batch(8).clip(1).seed(7);
 * }
 *
 * @param optimizer how a gradient changes the weights
 * @param schedule how the learning rate goes
 * @param epochs how often all examples are gone through
 * @param batch sequences of a step; the last step of an epoch may have fewer
 * @param mean whether a step's loss is the mean over all frames that count, instead of their sum
 * @param clip the greatest norm of a gradient, which a greater one is scaled down to; 0 for any
 * @param average how much of the averaged weights a step keeps: these are then evaluated and saved; 0 for none
 * @param shuffle whether each epoch has an order of its own
 * @param segment frames after which back-propagation is cut, states being carried on, and a step is made; 0 for whole sequences
 * @param patience epochs without a better validation loss after which training stops; 0 for never
 * @param seed what all random choices follow from
 * @param ties tensors that stay equal: the name of the later one, and that of the earlier
 */
public record TrainingOptions(
    Optimizer optimizer,
    Schedule schedule,
    int epochs,
    int batch,
    boolean mean,
    double clip,
    double average,
    boolean shuffle,
    int segment,
    int patience,
    long seed,
    Map<String, String> ties) {
  /** Checks the ranges. */
  public TrainingOptions {
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(schedule, "schedule");
    Ranges.atLeast("epochs", epochs, 1);
    Ranges.atLeast("batch", batch, 1);
    Ranges.notNegative("clip", clip);
    Ranges.share("average", average);
    Ranges.atLeast("segment", segment, 0);
    Ranges.atLeast("patience", patience, 0);
    ties = Collections.unmodifiableMap(new LinkedHashMap<>(ties));
  }

  /**
   * One epoch of steps of one sequence each, of the mean loss, in shuffled order, at a constant rate, from seed 1.
   *
   * @param optimizer how a gradient changes the weights
   * @return options
   */
  public static TrainingOptions of(Optimizer optimizer) {
    return new TrainingOptions(
        optimizer, Schedule.constant(), 1, 1, true, 0, 0, true, 0, 0, 1, Map.of());
  }

  /**
   * {@return these options with another optimizer}
   *
   * @param value how a gradient changes the weights
   */
  public TrainingOptions optimizer(Optimizer value) {
    return new TrainingOptions(
        value, schedule, epochs, batch, mean, clip, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another schedule}
   *
   * @param value how the learning rate goes
   */
  public TrainingOptions schedule(Schedule value) {
    return new TrainingOptions(
        optimizer, value, epochs, batch, mean, clip, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another epochs}
   *
   * @param value how often all examples are gone through
   */
  public TrainingOptions epochs(int value) {
    return new TrainingOptions(
        optimizer, schedule, value, batch, mean, clip, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another batch}
   *
   * @param value sequences of a step
   */
  public TrainingOptions batch(int value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, value, mean, clip, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another mean}
   *
   * @param value whether the loss is a mean over frames
   */
  public TrainingOptions mean(boolean value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, value, clip, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another clip}
   *
   * @param value the greatest norm of a gradient; 0 for any
   */
  public TrainingOptions clip(double value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, value, average, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another average}
   *
   * @param value how much of the averaged weights a step keeps; 0 for none
   */
  public TrainingOptions average(double value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, value, shuffle, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another shuffle}
   *
   * @param value whether each epoch has an order of its own
   */
  public TrainingOptions shuffle(boolean value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, average, value, segment, patience, seed,
        ties);
  }

  /**
   * {@return these options with another segment}
   *
   * @param value frames after which back-propagation is cut; 0 for whole sequences
   */
  public TrainingOptions segment(int value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, average, shuffle, value, patience, seed,
        ties);
  }

  /**
   * {@return these options with another patience}
   *
   * @param value epochs without improvement after which training stops; 0 for never
   */
  public TrainingOptions patience(int value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, average, shuffle, segment, value, seed,
        ties);
  }

  /**
   * {@return these options with another seed}
   *
   * @param value what all random choices follow from
   */
  public TrainingOptions seed(long value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, average, shuffle, segment, patience, value,
        ties);
  }

  /**
   * {@return these options with another ties}
   *
   * @param value tensors that stay equal, the later one's name and the earlier's
   */
  public TrainingOptions ties(Map<String, String> value) {
    return new TrainingOptions(
        optimizer, schedule, epochs, batch, mean, clip, average, shuffle, segment, patience, seed,
        value);
  }
}
