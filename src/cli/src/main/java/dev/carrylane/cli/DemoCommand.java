package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.linear;

import com.sun.management.ThreadMXBean;
import dev.carrylane.cli.console.CliException;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.Training;
import dev.carrylane.training.TrainingOptions;
import dev.carrylane.training.TrainingResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model that adds, and shows on it what the engine promises. */
@Command(
    name = "demo",
    description = {
      "Train a carry-lookahead RNN to add binary numbers, and use it; needs no data.",
      "Learns on sums of up to 20 bits, adds two numbers of 1,000 bits, which is checked, saves and loads the model, and"
          + " streams it: step by step, with the same bits. Takes some seconds, and gives the same result everywhere."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;
  private static final int HIDDEN = 16;
  private static final int EPOCHS = 15;
  private static final int BITS = 1000;
  private static final long SEED = 1;
  private static final long WARM_UP_NANOS = 500_000_000L;
  private static final long MEASURED_NANOS = 1_000_000_000L;
  private static final long MAX_NANOS = 60_000_000_000L;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to train with; all processors by default.")
  private Integer threads;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new CliException("--threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    Backend backend = BackendSelection.active();
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    ModelDescription description = description();
    long start = System.nanoTime();
    TrainingResult trained;
    try (Workers workers = Workers.start(backend, count)) {
      trained = train(description, workers.engine());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;

    ModelOptions options = ModelOptions.defaults().backend(backend);
    Random random = new Random(SEED);
    BigInteger a = new BigInteger(BITS, random).setBit(BITS - 1);
    BigInteger b = new BigInteger(BITS, random).setBit(BITS - 1);
    // One place more, into which the last carry goes.
    float[] x = places(a, b);
    float[] y = new float[BITS + 1];
    Model.of(trained.best(), options).newState(Engine.of(backend)).run(y.length, x, 0, y, 0);
    BigInteger sum = number(y);
    boolean right = sum.equals(a.add(b));

    Saved saved = saveAndLoad(trained.best(), options);
    Steps steps = stepByStep(saved.model(), x, y);

    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("backend", backend.name());
    facts.put("threads", count);
    facts.put("parameters", description.parameterCount());
    facts.put("epochs", EPOCHS);
    facts.put("train_seconds", seconds);
    facts.put("valid_loss", trained.epochs().getLast().valid().loss());
    facts.put("bits", BITS);
    facts.put("sum", "0x" + sum.toString(16));
    facts.put("right", right);
    facts.put("file_bytes", saved.bytes());
    facts.put("same_bits", steps.sameBits);
    Map<String, Object> nanos = new LinkedHashMap<>();
    nanos.put("p50", steps.latency.getValueAtPercentile(50));
    nanos.put("p99", steps.latency.getValueAtPercentile(99));
    nanos.put("p99.9", steps.latency.getValueAtPercentile(99.9));
    nanos.put("max", steps.latency.getMaxValue());
    facts.put("step_nanos", nanos);
    facts.put("step_allocated_bytes", steps.allocatedBytes);

    report.print(
        facts,
        """
        trained   %,d parameters on sums of up to 20 bits, in %.1f s; %s, %d %s
        added     %s + %s = %s
                  two numbers of %,d bits: %s
        saved     %,d bytes, and loaded again
        streamed  step by step: %s
                  a step takes %.2f µs (median), %.2f (p99), %.2f (p99.9), and allocates %.0f bytes
        """
            .formatted(
                description.parameterCount(),
                seconds,
                backend,
                count,
                count == 1 ? "thread" : "threads",
                shortened(a),
                shortened(b),
                shortened(sum),
                BITS,
                right ? "every bit of the sum is right" : "the sum is WRONG",
                saved.bytes(),
                steps.sameBits ? "the same bits as at once" : "OTHER bits than at once",
                steps.latency.getValueAtPercentile(50) * 1e-3,
                steps.latency.getValueAtPercentile(99) * 1e-3,
                steps.latency.getValueAtPercentile(99.9) * 1e-3,
                steps.allocatedBytes));
    return right && steps.sameBits ? Main.SUCCESS : Main.BUG;
  }

  /** Pairs of bits become features of which the exact carry makes carries, and a cell sums. */
  private static ModelDescription description() {
    return ModelDescription.of(2)
        .then(linear(HIDDEN, Activation.TANH))
        .then(carryLookahead(List.of(exactCarry(HIDDEN)), HIDDEN))
        .then(linear(1))
        .output(Task.ADDITION.output())
        .task(Task.ADDITION.toString());
  }

  private static TrainingResult train(ModelDescription description, Engine engine)
      throws IOException {
    TrainingOptions options =
        TrainingOptions.of(Optimizer.adam(0.02))
            .schedule(Schedule.cosine(20))
            .epochs(EPOCHS)
            .batch(32)
            .clip(1)
            .seed(SEED);
    TaskData data = TaskData.of(Task.ADDITION);
    try (TrainingProgress progress = new TrainingProgress("addition", EPOCHS, null)) {
      return Training.of(description, options, engine)
          .run(
              data.examples(Split.TRAIN, description, SEED),
              data.examples(Split.VALID, description, SEED),
              progress);
    }
  }

  /** The bits of both numbers, the least significant first. */
  private static float[] places(BigInteger a, BigInteger b) {
    float[] x = new float[2 * (BITS + 1)];
    for (int place = 0; place <= BITS; place++) {
      x[2 * place] = a.testBit(place) ? 1 : 0;
      x[2 * place + 1] = b.testBit(place) ? 1 : 0;
    }
    return x;
  }

  /** The number whose bits are more likely 1 than 0. */
  private static BigInteger number(float[] bits) {
    BigInteger number = BigInteger.ZERO;
    for (int place = 0; place < bits.length; place++) {
      number = bits[place] > 0.5f ? number.setBit(place) : number;
    }
    return number;
  }

  private static String shortened(BigInteger number) {
    String digits = number.toString(16);
    return "0x" + digits.substring(0, 6) + "…" + digits.substring(digits.length() - 4);
  }

  private record Saved(Model model, long bytes) {}

  private static Saved saveAndLoad(ModelFile model, ModelOptions options) throws IOException {
    Path folder = Files.createTempDirectory("carrylane-demo");
    Path file = folder.resolve("addition.safetensors");
    try {
      model.write(file);
      return new Saved(Model.load(file, options), Files.size(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** What stepping gave: the time of each step, the memory it allocated. */
  private static final class Steps {
    /** Of a fixed range, so that recording allocates nothing. */
    final Histogram latency = new Histogram(1, MAX_NANOS, 3);

    boolean sameBits;
    double allocatedBytes;
  }

  private static Steps stepByStep(Model model, float[] x, float[] expected) {
    ModelState state = model.newState(Engine.of(model.backend()), 1);
    float[] y = new float[expected.length];
    Steps steps = new Steps();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long leastBytes = Long.MAX_VALUE;
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < WARM_UP_NANOS + MEASURED_NANOS || leastBytes == Long.MAX_VALUE) {
      boolean measured = now - begin > WARM_UP_NANOS;
      long allocated = thread.getCurrentThreadAllocatedBytes();
      state.reset();
      for (int t = 0; t < y.length; t++) {
        long start = System.nanoTime();
        state.step(x, 2 * t, y, t);
        now = System.nanoTime();
        if (measured) {
          steps.latency.recordValue(Math.min(now - start, MAX_NANOS));
        }
      }
      if (measured) {
        // The JIT may still exchange code in some passes, never in all of them.
        long bytes = thread.getCurrentThreadAllocatedBytes() - allocated;
        leastBytes = Math.min(leastBytes, bytes);
      }
    }
    steps.allocatedBytes = (double) leastBytes / y.length;
    steps.sameBits = sameBits(expected, y);
    return steps;
  }

  private static boolean sameBits(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }
}
