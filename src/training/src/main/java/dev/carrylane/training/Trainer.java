package dev.carrylane.training;

import dev.carrylane.engine.Crew;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.layer.LayerKind;
import java.util.Arrays;

/**
 * Weights that are being trained, a step at a time. A {@code Training} goes through whole epochs with it; it stands alone for
 * those who have a loop of their own.
 *
 * <p><b>Bits.</b> A batch is cut into shards by the number of its sequences alone: {@value #SHARDS}, or one for each sequence if
 * there are fewer. Shards run on all threads of the engine; their gradients are added in order. A batch of one sequence uses the
 * threads within its products. So the weights after a step depend on the weights before, the examples and the step's number, and not
 * on threads, backend or vector width.
 *
 * <p><b>Threads and memory.</b> One user thread at a time. A step allocates nothing once it has seen batches as large.
 */
public final class Trainer {
  /** Shards of a batch: enough for the cores of a large machine, few enough that adding up their gradients costs little. */
  static final int SHARDS = 16;

  /** Values that one part of an update has: several parts for each thread of a small machine, each long enough to be worth a claim. */
  private static final int CHUNK = 1 << 14;

  /** Sequences of a shard of an evaluation. */
  private static final int EVALUATED = 4;

  private final ModelDescription description;
  private final TrainingOptions options;
  private final Engine engine;
  private final Loss loss;
  private final boolean flattened;

  /** Whether the model needs whole sequences. */
  private final boolean whole;

  private final ParameterSlices slices;
  private final LayerTraining layers;
  private final ParallelLoop loop;
  private final ParallelLoop.Body clearPart = this::clear;
  private final ParallelLoop.Body shardPart = this::runShard;
  private final ParallelLoop.Body reducePart = this::reduce;
  private final ParallelLoop.Body measurePart = this::measure;
  private final ParallelLoop.Body updatePart = this::update;
  private final ParallelLoop.Body evaluatePart = this::evaluateShard;

  /** By thread, on an engine of one thread each; made when first needed. */
  private final Worker[] workers;

  /** For batches of one sequence, on all threads. */
  private final Crew crew;

  private Worker lone;

  private final float[] weights;
  private final float[] averaged;
  private final float[][] gradients = new float[SHARDS][];

  /** Of each part of the gradient, the sum of squares, or where no norm is needed the greatest magnitude. */
  private final double[] measures;

  private final Update update;
  private long steps;
  private boolean prepared;

  /** Of the step or evaluation at hand. */
  private Examples examples;

  private StopRequest stop;
  private int[] evaluationOrder = {};
  private int[] order;
  private int from;
  private int count;
  private int firstFrame;
  private int mostFrames;
  private int shards;
  private double[] sums = new double[SHARDS];
  private long[] scored = new long[SHARDS];
  private long[] right = new long[SHARDS];
  private float[] states = {};
  private long[] positions = {};
  private boolean carried;
  private float scale;
  private double factor;

  private Trainer(
      ModelDescription description, Parameters start, TrainingOptions options, Engine engine) {
    this.description = description;
    this.options = options;
    this.engine = engine;
    loss = Loss.of(description.output());
    flattened = description.sequenceLength() > 0;
    whole = flattened || !description.isCausal();
    if (options.segment() > 0) {
      requireSegments(options.segment());
    }
    slices = new ParameterSlices(description, options.ties());
    layers = LayerTrainings.sequence(description.layers(), "", description.inputs(), slices);
    slices.requireAllTaken();
    weights = slices.load(start);
    averaged = options.average() > 0 ? weights.clone() : null;
    update = new Update(options.optimizer(), weights.length);
    measures = new double[Math.ceilDiv(weights.length, CHUNK)];
    crew = Crew.on(engine);
    loop = ParallelLoop.of(crew.engine());
    workers = new Worker[engine.threads()];
  }

  private void requireSegments(int segment) {
    if (whole) {
      throw new IllegalArgumentException(
          "segment is %d; a model that needs whole sequences, as one with %s does, is trained with segment 0"
              .formatted(
                  segment, flattened ? LayerKind.FLATTENED_LINEAR : LayerKind.BIDIRECTIONAL));
    }
  }

  /**
   * A trainer of a new model.
   *
   * @param description its layers
   * @param options how it is trained
   * @param engine where: threads and backend change no bit
   * @return a trainer whose weights follow from the seed
   * @throws IllegalArgumentException if options don't fit the model
   */
  public static Trainer of(ModelDescription description, TrainingOptions options, Engine engine) {
    Parameters start = Initialization.of(description, options.seed());
    return new Trainer(description, start, options, engine);
  }

  /**
   * A trainer that goes on from trained weights.
   *
   * @param file the model
   * @param options how it is trained
   * @param engine where
   * @return a trainer
   */
  public static Trainer of(ModelFile file, TrainingOptions options, Engine engine) {
    return new Trainer(file.description(), file.parameters(), options, engine);
  }

  /** {@return steps done} */
  public long steps() {
    return steps;
  }

  /** {@return the values that are trained, tied ones once} */
  public int size() {
    return weights.length;
  }

  /** {@return the model as it is now, of averaged weights if the options say so; a copy} */
  public ModelFile model() {
    return new ModelFile(description, slices.toParameters(evaluated()));
  }

  private float[] evaluated() {
    return averaged == null ? weights : averaged;
  }

  /**
   * One step: forward and back through some sequences from their beginnings, and new weights.
   *
   * @param examples sequences
   * @param order numbers of sequences
   * @param from the first of them to use
   * @param count how many to use, 1 or more
   * @param factor what the learning rate is multiplied by
   * @return the loss before the step: the mean over the frames that count
   * @throws DivergedException if it or the gradient is not finite; the weights are then as before
   */
  public double step(Examples examples, int[] order, int from, int count, double factor) {
    carried = false;
    return step(examples, order, from, count, 0, Integer.MAX_VALUE, factor);
  }

  /**
   * One step through the next frames of some sequences, whose states are carried from step to step. Sequences that have
   * no such frames any more take no part.
   *
   * @param examples sequences
   * @param order numbers of sequences
   * @param from the first of them to use
   * @param count how many to use, the same in all steps of these sequences
   * @param first the first frame; 0 begins anew
   * @param frames the most frames
   * @param factor what the learning rate is multiplied by
   * @return the loss before the step: the mean over the frames that count
   * @throws DivergedException if it or the gradient is not finite; the weights are then as before
   * @throws IllegalArgumentException if the model needs whole sequences
   */
  public double stepSegment(
      Examples examples, int[] order, int from, int count, int first, int frames, double factor) {
    requireSegments(frames);
    carried = true;
    if (first == 0) {
      int length = Math.multiplyExact(count, layers.memory);
      if (states.length < length) {
        states = new float[length];
      }
      if (positions.length < count) {
        positions = new long[count];
      }
      Arrays.fill(states, 0);
      Arrays.fill(positions, 0);
    }
    return step(examples, order, from, count, first, frames, factor);
  }

  private double step(
      Examples examples, int[] order, int from, int count, int first, int frames, double factor) {
    this.examples = examples;
    this.order = order;
    this.from = from;
    this.count = count;
    this.factor = factor;
    firstFrame = first;
    mostFrames = frames;
    shards = Math.min(SHARDS, count);
    prepare();
    crew.begin();
    try {
      if (shards == 1) {
        // Wakes helpers, too: no product of a small model is worth that, but each is worth sharing
        // with helpers that are awake.
        gradient(0);
        loop.run(clearPart, measures.length);
        runShard(0, -1);
      } else {
        loop.run(shardPart, shards);
      }
      return finishStep();
    } finally {
      crew.end();
      this.examples = null;
    }
  }

  private void prepare() {
    if (!prepared) {
      layers.prepare(weights);
      prepared = true;
    }
  }

  private double finishStep() {
    double sum = 0;
    long frames = 0;
    for (int s = 0; s < shards; s++) {
      sum += sums[s];
      frames += scored[s];
    }
    double mean = sum / Math.max(1, frames);
    if (!Double.isFinite(sum)) {
      throw new DivergedException(steps + 1, "the loss is " + mean + where());
    }
    scale = options.mean() ? (float) (1.0 / Math.max(1, frames)) : 1;
    if (shards > 1) {
      loop.run(reducePart, measures.length);
    }
    layers.finish(gradients[0]);
    measure();
    steps++;
    loop.run(updatePart, measures.length);
    prepared = false;
    return mean;
  }

  private String where() {
    int index = firstNotFinite(weights);
    return index < 0
        ? ", though all weights are finite"
        : ", since tensor %s holds %s".formatted(slices.nameOf(index), weights[index]);
  }

  private static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Refuses a gradient that would spoil the weights, and scales one down that is to be clipped. */
  private void measure() {
    loop.run(measurePart, measures.length);
    double sum = 0;
    for (double part : measures) {
      sum += part;
    }
    if (!Double.isFinite(sum)) {
      int index = firstNotFinite(gradients[0]);
      throw new DivergedException(
          steps + 1,
          "the gradient of tensor %s holds %s"
              .formatted(slices.nameOf(index), gradients[0][index]));
    }
    double norm = Math.sqrt(sum) * scale;
    if (options.clip() > 0 && norm > options.clip()) {
      scale = (float) (scale * (options.clip() / norm));
    }
  }

  /** Worker −1 is the lone one. */
  private Worker worker(int index) {
    if (index < 0) {
      if (lone == null) {
        lone = new Worker(layers, loss, flattened, crew.engine());
      }
      return lone;
    }
    if (workers[index] == null) {
      workers[index] = new Worker(layers, loss, flattened, Engine.of(engine.backend()));
    }
    return workers[index];
  }

  private void clear(int part, int thread) {
    int begin = part * CHUNK;
    Arrays.fill(gradients[0], begin, Math.min(weights.length, begin + CHUNK), 0);
  }

  /** Of a shard. */
  private float[] gradient(int shard) {
    if (gradients[shard] == null) {
      gradients[shard] = new float[weights.length];
    }
    return gradients[shard];
  }

  private void runShard(int index, int thread) {
    Worker worker = worker(thread);
    if (shards > 1) {
      Arrays.fill(gradient(index), 0);
    }
    int begin = (int) ((long) count * index / shards);
    int end = (int) ((long) count * (index + 1) / shards);
    Shard shard = worker.shard();
    shard.training = true;
    shard.key = Random.key(options.seed(), steps);
    shard.firstRow = rowsBefore(begin);
    shard.states = null;
    if (carried) {
      shard.reserve(end - begin);
      shard.states = states;
      shard.memory = layers.memory;
      shard.firstState = begin;
      System.arraycopy(positions, begin, shard.positions, 0, end - begin);
    }
    worker.run(
        examples, order, from + begin, end - begin, firstFrame, mostFrames, gradients[index]);
    sums[index] = worker.loss().sum();
    scored[index] = worker.loss().scored();
    if (carried) {
      for (int s = 0; s < end - begin; s++) {
        positions[begin + s] += shard.steps(s);
      }
    }
  }

  private long rowsBefore(int sequence) {
    long rows = 0;
    for (int s = 0; s < sequence; s++) {
      rows += Math.clamp(examples.frames(order[from + s]) - firstFrame, 0, mostFrames);
    }
    return rows;
  }

  private void reduce(int part, int thread) {
    int begin = part * CHUNK;
    int end = Math.min(weights.length, begin + CHUNK);
    for (int shard = 1; shard < shards; shard++) {
      add(gradients[shard], gradients[0], begin, end);
    }
  }

  private static void add(float[] from, float[] to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      to[i] += from[i];
    }
  }

  private void measure(int part, int thread) {
    int begin = part * CHUNK;
    int end = Math.min(weights.length, begin + CHUNK);
    measures[part] =
        options.clip() > 0 ? squares(gradients[0], begin, end) : greatest(gradients[0], begin, end);
  }

  /**
   * Finite in double where all values are. In four chains, since one would wait for each of its additions.
   */
  private static double squares(float[] values, int begin, int end) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = begin;
    for (; i < end - 3; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < end; i++) {
      a += (double) values[i] * values[i];
    }
    return (a + b) + (c + d);
  }

  /** NaN where a value is; the compiler vectorises a greatest value, and no sum. */
  private static float greatest(float[] values, int begin, int end) {
    float greatest = 0;
    for (int i = begin; i < end; i++) {
      greatest = Math.max(greatest, Math.abs(values[i]));
    }
    return greatest;
  }

  private void update(int part, int thread) {
    int begin = part * CHUNK;
    int end = Math.min(weights.length, begin + CHUNK);
    update.run(steps, factor, scale, gradients[0], weights, begin, end);
    if (averaged != null) {
      average((float) options.average(), weights, averaged, begin, end);
    }
  }

  private static void average(float keep, float[] weights, float[] averaged, int begin, int end) {
    float rest = 1 - keep;
    for (int i = begin; i < end; i++) {
      averaged[i] = keep * averaged[i] + rest * weights[i];
    }
  }

  /**
   * The loss of the current model, of averaged weights if the options say so, without dropout.
   *
   * @param examples sequences, all of which count
   * @return mean loss, and the share of frames that are right
   */
  public Figures evaluate(Examples examples) {
    return evaluate(examples, null);
  }

  /** As {@link #evaluate(Examples)}, but given up, with null, once asked to stop. */
  Figures evaluate(Examples examples, StopRequest stop) {
    this.examples = examples;
    this.stop = stop;
    count = examples.count();
    if (evaluationOrder.length < count) {
      evaluationOrder = new int[count];
      for (int i = 0; i < count; i++) {
        evaluationOrder[i] = i;
      }
    }
    order = evaluationOrder;
    int parts = Math.ceilDiv(count, EVALUATED);
    if (sums.length < parts) {
      sums = new double[parts];
      scored = new long[parts];
      right = new long[parts];
    }
    layers.prepare(evaluated());
    prepared = averaged == null;
    try {
      loop.run(evaluatePart, parts);
    } finally {
      this.examples = null;
      this.stop = null;
    }
    if (stop != null && stop.isMade()) {
      return null;
    }
    double sum = 0;
    long frames = 0;
    long hits = 0;
    for (int part = 0; part < parts; part++) {
      sum += sums[part];
      frames += scored[part];
      hits += right[part];
    }
    return new Figures(sum / Math.max(1, frames), (double) hits / Math.max(1, frames), frames);
  }

  private void evaluateShard(int part, int thread) {
    if (stop != null && stop.isMade()) {
      return;
    }
    Worker worker = worker(thread);
    int begin = part * EVALUATED;
    Shard shard = worker.shard();
    shard.training = false;
    shard.states = null;
    worker.run(
        examples, order, begin, Math.min(EVALUATED, count - begin), 0, Integer.MAX_VALUE, null);
    sums[part] = worker.loss().sum();
    scored[part] = worker.loss().scored();
    right[part] = worker.loss().right();
  }

  /** Refuses weights that a step has made infinite, which only a next step would notice. */
  void requireFinite() {
    int index = firstNotFinite(weights);
    if (index >= 0) {
      throw new DivergedException(
          steps, "tensor %s holds %s".formatted(slices.nameOf(index), weights[index]));
    }
  }

  /** The arrays that a checkpoint holds, in this order: weights, and where there are, averaged ones and the optimiser's. */
  float[][] arrays() {
    return new float[][] {
      weights, averaged == null ? new float[0] : averaged, update.first, update.second
    };
  }

  /** After {@link #arrays} were filled from a checkpoint. */
  void restored(long stepsDone) {
    steps = stepsDone;
    prepared = false;
  }

  /** A copy of what is evaluated, laid out as the slices say. */
  float[] evaluatedWeights() {
    return evaluated().clone();
  }

  /** States of the sequences of the batch at hand, between two of its segments; a copy. */
  float[] carriedStates() {
    return states.clone();
  }

  /** The same sequences' positions, as text. */
  String carriedPositions() {
    return Arrays.toString(positions);
  }

  /** Puts both back. */
  void restoreCarried(float[] carriedStates, String carriedPositions) {
    states = carriedStates;
    String[] texts = carriedPositions.substring(1, carriedPositions.length() - 1).split(", ");
    positions = new long[texts.length];
    for (int i = 0; i < texts.length; i++) {
      positions[i] = Long.parseLong(texts[i]);
    }
  }

  ParameterSlices slices() {
    return slices;
  }
}
