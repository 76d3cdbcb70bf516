package dev.carrylane.jmh.peers;

import dev.carrylane.jmh.Models;
import dev.carrylane.jmh.MusicTraining;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One training step of a music model in PyTorch on the CPU, beside {@link dev.carrylane.jmh.TrainingBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TrainingPeers {
  /** Of a loss: rounding of another order of sums, which two steps of Adam leave as small. */
  private static final double BOUND = 1e-5;

  /** So many steps are compared: the second one's loss tells the first one's gradient. */
  private static final int STEPS = 2;

  /** One of the music models of {@link Models} that have no scan. */
  @Param({"clrnn-dropout", "music-lstm"})
  public String model;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private TorchTraining training;
  private Tensor[] x;
  private Tensor[] targets;
  private int next;

  /** Made by JMH. */
  public TrainingPeers() {}

  /**
   * Makes the model and compares the losses of its first steps with Carrylane's, without dropout, which each side draws for itself.
   *
   * @throws IllegalStateException if they are others
   */
  @Setup
  public void prepare() {
    boolean drops = model.endsWith("-dropout");
    MusicTraining ours = MusicTraining.of(drops ? "clrnn" : model, Ours.engine());
    x = TorchTraining.sequences(ours.x());
    targets = TorchTraining.sequences(ours.targets());
    try (TorchTraining same = torch(ours, 0)) {
      for (int step = 0; step < STEPS; step++) {
        double expected = ours.step();
        double loss = same.step(x[step], targets[step]);
        if (!(Math.abs(loss - expected) <= BOUND * expected)) {
          throw new IllegalStateException(
              "PyTorch's loss of %s is %s in step %d, Carrylane's %s: more than %s of it apart"
                  .formatted(model, loss, step, expected, BOUND));
        }
      }
    }
    training = torch(ours, drops ? Models.DROPOUT : 0);
  }

  private TorchTraining torch(MusicTraining ours, double dropout) {
    return new TorchTraining(
        model.startsWith("clrnn") ? TorchTraining.Kind.CARRY_LOOKAHEAD : TorchTraining.Kind.LSTM,
        ours.start(),
        dropout,
        MusicTraining.LEARNING_RATE,
        threads);
  }

  /** Gives memory back. */
  @TearDown
  public void close() {
    training.close();
  }

  /**
   * One step.
   *
   * @return the loss before it
   */
  @Benchmark
  public double pytorch() {
    int sequence = next;
    next = sequence + 1 == MusicTraining.SEQUENCES ? 0 : sequence + 1;
    return training.step(x[sequence], targets[sequence]);
  }
}
