package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.linear;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.ParameterSpec;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows on generated data what the engine promises, and checks it. */
@Command(
    name = "demo",
    description = {
      "Run a carry-lookahead RNN over a generated sequence, at once and step by step; needs no data.",
      "Checks that both give the same bits and that the scan keeps its error bound, and prints throughput and"
          + " step latency. Takes about ten seconds."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;
  private static final int FRAMES = 1024;
  private static final int SCAN_STEPS = 1 << 20;
  private static final long SEED = 1;
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long MAX_WARM_UP_NANOS = 20_000_000_000L;
  private static final int WARM_UP_RUNS = 200;
  private static final long MEASURED_NANOS = 2_000_000_000L;
  private static final long MAX_NANOS = 60_000_000_000L;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads for the run at once; ${DEFAULT-VALUE} by default.")
  private int threads;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new CliException("--threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    Backend backend = BackendSelection.active();
    ModelDescription description =
        ModelDescription.of(88)
            .then(carryLookahead(convolutions(5, 150, 150, 150, 150), 150))
            .then(linear(88))
            .output(Output.SIGMOID);
    Model model = Model.of(description, Initialization.of(description, SEED), backend);
    float[] notes = notes(FRAMES * description.inputs());
    float[] atOnce = new float[FRAMES * description.outputs()];
    float[] byStep = new float[FRAMES * description.outputs()];

    double secondsAtOnce;
    try (Workers workers = Workers.start(backend, threads)) {
      secondsAtOnce = runAtOnce(model.newState(workers.engine()), notes, atOnce);
    }
    Steps steps = runStepByStep(model, notes, byStep);
    boolean sameBits = sameBits(atOnce, byStep);
    double scanError = scanErrorOverBound(Engine.of(backend));
    boolean withinBound = scanError <= 1;

    double flops = 2.0 * FRAMES * weights(description);
    double secondsByStep = steps.seconds;
    Histogram latency = steps.latency;
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("backend", backend.name());
    facts.put("threads", threads);
    facts.put("frames", FRAMES);
    facts.put("parameters", description.parameterCount());
    facts.put("same_bits", sameBits);
    facts.put("scan_error_over_bound", scanError);
    facts.put("frames_per_second", FRAMES / secondsAtOnce);
    facts.put("gflops", flops / secondsAtOnce * 1e-9);
    facts.put("steps_per_second", FRAMES / secondsByStep);
    facts.put("speed_up", secondsByStep / secondsAtOnce);
    Map<String, Object> nanos = new LinkedHashMap<>();
    for (double percentile : new double[] {50, 90, 99, 99.9}) {
      nanos.put(name(percentile), latency.getValueAtPercentile(percentile));
    }
    nanos.put("max", latency.getMaxValue());
    facts.put("step_nanos", nanos);
    facts.put("step_allocated_bytes", steps.allocatedBytes);

    report.print(
        facts,
        """
        CL-RNN 88 → 150×4, kernel 5 → 88, %,d parameters, on %s
        at once      %,12.0f frames/s, %.1f GFLOP/s, %d %s
        step by step %,12.0f frames/s
        speed-up     %12.1f ×
        step latency p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f µs
        step memory  %.0f bytes allocated per step
        same bits    %s, over %,d outputs
        scan         %s: worst error %.3f of its bound, over %,d steps
        """
            .formatted(
                description.parameterCount(),
                backend,
                FRAMES / secondsAtOnce,
                flops / secondsAtOnce * 1e-9,
                threads,
                threads == 1 ? "thread" : "threads",
                FRAMES / secondsByStep,
                secondsByStep / secondsAtOnce,
                latency.getValueAtPercentile(50) * 1e-3,
                latency.getValueAtPercentile(90) * 1e-3,
                latency.getValueAtPercentile(99) * 1e-3,
                latency.getValueAtPercentile(99.9) * 1e-3,
                latency.getMaxValue() * 1e-3,
                steps.allocatedBytes,
                sameBits ? "yes" : "NO",
                atOnce.length,
                withinBound ? "agrees with the serial recurrence" : "FAILS",
                scanError,
                SCAN_STEPS));
    return sameBits && withinBound ? Main.SUCCESS : Main.BUG;
  }

  /** Seconds for one run over all frames, the median of many. */
  private static double runAtOnce(ModelState state, float[] x, float[] y) {
    long begin = System.nanoTime();
    long warm = begin;
    for (int runs = 0; isCold(runs, warm - begin); runs++) {
      state.reset();
      state.run(FRAMES, x, 0, y, 0);
      warm = System.nanoTime();
    }
    Histogram nanos = histogram();
    for (long now = warm; now - warm < MEASURED_NANOS; ) {
      state.reset();
      long start = System.nanoTime();
      state.run(FRAMES, x, 0, y, 0);
      now = System.nanoTime();
      nanos.recordValue(Math.min(now - start, MAX_NANOS));
    }
    return nanos.getValueAtPercentile(50) * 1e-9;
  }

  /**
   * Both conditions, because on a busy machine the JIT may not have come to the kernels within the time; but
   * not for ever.
   */
  private static boolean isCold(int runs, long nanos) {
    return nanos < MAX_WARM_UP_NANOS && (nanos < WARM_UP_NANOS || runs < WARM_UP_RUNS);
  }

  /** What stepping gave: seconds for all frames, the time of each step, the memory it allocated. */
  private static final class Steps {
    final Histogram latency = histogram();
    double seconds;
    double allocatedBytes;
  }

  private static Steps runStepByStep(Model model, float[] x, float[] y) {
    ModelState state = model.newState(Engine.of(model.backend()), 1);
    int inputs = model.description().inputs();
    int outputs = model.description().outputs();
    Steps steps = new Steps();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long leastBytes = Long.MAX_VALUE;
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < WARM_UP_NANOS + MEASURED_NANOS || leastBytes == Long.MAX_VALUE) {
      boolean measured = now - begin > WARM_UP_NANOS;
      long allocated = thread.getCurrentThreadAllocatedBytes();
      state.reset();
      for (int t = 0; t < FRAMES; t++) {
        long start = System.nanoTime();
        state.step(x, t * inputs, y, t * outputs);
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
    steps.allocatedBytes = (double) leastBytes / FRAMES;
    steps.seconds = steps.latency.getMean() * 1e-9 * FRAMES;
    return steps;
  }

  /** Of a fixed range, so that recording allocates nothing. */
  private static Histogram histogram() {
    return new Histogram(1, MAX_NANOS, 3);
  }

  private static boolean sameBits(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The largest error of a scan whose time is cut into blocks, relative to the bound that {@link
   * AffineScan} states; the recurrence in double precision stands for the exact one.
   */
  private static double scanErrorOverBound(Engine engine) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] p = new float[SCAN_STEPS];
    float[] g = new float[SCAN_STEPS];
    float[] h = new float[SCAN_STEPS];
    for (int t = 0; t < SCAN_STEPS; t++) {
      p[t] = 1 - 0.01f * (float) random.nextDouble();
      g[t] = (float) random.nextGaussian();
    }
    AffineScan.on(engine, ScanSchedule.BLOCKED_TIME).run(SCAN_STEPS, 1, p, g, h);
    int depth = ScanSchedule.BLOCKED_TIME.depth(SCAN_STEPS, 8);
    double exact = 0;
    double magnitude = 0;
    double worst = 0;
    for (int t = 0; t < SCAN_STEPS; t++) {
      exact = Math.fma(p[t], exact, g[t]);
      magnitude = Math.abs(p[t]) * magnitude + Math.abs(g[t]) + Float.MIN_NORMAL;
      double bound = Math.expm1((4 + Math.min(t + 1, depth)) * Math.log1p(0x1p-24)) * magnitude;
      worst = Math.max(worst, Math.abs(h[t] - exact) / bound);
    }
    return worst;
  }

  /** About four notes sound at a time, as in a chorale. */
  private static float[] notes(int length) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] notes = new float[length];
    for (int i = 0; i < length; i++) {
      notes[i] = random.nextInt(22) == 0 ? 1 : 0;
    }
    return notes;
  }

  /** Weights that multiply something in every frame: gains of weight normalisation do not. */
  private static long weights(ModelDescription description) {
    long count = 0;
    for (ParameterSpec spec : description.parameters()) {
      if (spec.shape().length > 1 && !spec.name().endsWith(".weight_g")) {
        count += spec.size();
      }
    }
    return count;
  }

  private static String name(double percentile) {
    return percentile == Math.rint(percentile) ? "p" + (long) percentile : "p" + percentile;
  }
}
